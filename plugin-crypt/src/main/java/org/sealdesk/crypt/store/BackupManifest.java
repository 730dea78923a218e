package org.sealdesk.crypt.store;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sealdesk.crypt.key.BackupReport;
import org.sealdesk.crypt.key.StoreReport;
import org.sealdesk.crypt.octets.Octets;

/**
 * What a backup is and which files it holds; its last entry. Plain lines with a checksum, so that people can read it too.
 *
 * @param sequence of the last record of the journal in it
 */
record BackupManifest(
        StoreId storeId, Instant created, long sequence, StoreReport.Contents contents, List<Item> items) {

    static final String NAME = "backup.manifest";

    /** A store has a handful of files and one more for every 32 MiB of journal. */
    static final int MAX_ITEMS = 10_000;

    /** Of {@link #MAX_ITEMS} lines. */
    static final int MAX_OCTETS = 2 * 1024 * 1024;

    private static final String BEGIN = "sealdesk-backup ";
    private static final int VERSION = 1;
    private static final String CHECKSUM = "\nchecksum ";

    /** Every file a store consists of; no other name is ever written. */
    private static final String NAMES = "store\\.format|secrets\\.ring|secrets\\.kdf"
            + "|generation-[0-7][0-9a-f]{15}\\.(mapdb|pages|manifest)|journal-[0-7][0-9a-f]{15}\\.log";

    record Item(String name, long octets, Octets sha256) {}

    BackupManifest {
        items = List.copyOf(items);
    }

    long octets() {
        return items.stream().mapToLong(Item::octets).sum();
    }

    BackupReport report() {
        return new BackupReport(storeId.toString(), created, sequence, contents, items.size(), octets());
    }

    byte[] encode() {
        StringBuilder text = new StringBuilder(BEGIN + VERSION + "\n");
        text.append("store ").append(storeId).append('\n');
        text.append("created ").append(created).append('\n');
        text.append("sequence ").append(sequence).append('\n');
        text.append("holds ").append(contents.openpgp()).append(' ').append(contents.smime());
        text.append(' ').append(contents.ownOpenpgp()).append(' ').append(contents.ownSmime());
        text.append(' ').append(contents.secrets()).append('\n');
        for (Item item : items) {
            text.append("file ")
                    .append(item.octets())
                    .append(' ')
                    .append(item.sha256().hex())
                    .append(' ')
                    .append(item.name())
                    .append('\n');
        }
        return (text + StoreFormat.checksum(text.toString()) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    static BackupManifest decode(byte[] octets) throws Malformed {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf(CHECKSUM) + 1;
        if (!text.startsWith(BEGIN)
                || end == 0
                || !text.substring(end).equals(StoreFormat.checksum(text.substring(0, end)) + "\n")) {
            throw new Malformed("its checksum does not match");
        }
        List<String> lines = text.substring(0, end).lines().toList();
        long version = number(lines.get(0).substring(BEGIN.length()));
        if (version != VERSION) {
            throw new Malformed("it has version " + version + ", this program reads " + VERSION);
        }
        if (lines.size() < 5) {
            throw new Malformed("it has only " + lines.size() + " lines");
        }
        return new BackupManifest(
                new StoreId(hex(value(lines.get(1), "store"), StoreId.OCTETS)),
                instant(value(lines.get(2), "created")),
                number(value(lines.get(3), "sequence")),
                contents(value(lines.get(4), "holds")),
                items(lines.subList(5, lines.size())));
    }

    private static String value(String line, String name) throws Malformed {
        if (!line.startsWith(name + " ")) {
            throw new Malformed("where the line '" + name + "' belongs is another one");
        }
        return line.substring(name.length() + 1);
    }

    private static StoreReport.Contents contents(String text) throws Malformed {
        String[] numbers = text.split(" ", -1);
        if (numbers.length != 5) {
            throw new Malformed("line 'holds' has " + numbers.length + " numbers, not 5");
        }
        return new StoreReport.Contents(
                number(numbers[0]), number(numbers[1]), number(numbers[2]), number(numbers[3]), number(numbers[4]));
    }

    private static List<Item> items(List<String> lines) throws Malformed {
        if (lines.size() > MAX_ITEMS) {
            throw new Malformed("it names " + lines.size() + " files, a keystore has at most " + MAX_ITEMS);
        }
        List<Item> items = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String line : lines) {
            String[] words = value(line, "file").split(" ", 3);
            if (words.length != 3 || !words[2].matches(NAMES)) {
                throw new Malformed("it names a file that no keystore has");
            }
            if (!names.add(words[2])) {
                throw new Malformed("it names " + words[2] + " twice");
            }
            items.add(new Item(words[2], number(words[0]), hex(words[1], 32)));
        }
        if (!names.contains(StoreFormat.NAME)) {
            throw new Malformed("it lacks " + StoreFormat.NAME + ", which every keystore has");
        }
        return items;
    }

    private static Instant instant(String text) throws Malformed {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Malformed("'" + text + "' is no time");
        }
    }

    private static long number(String text) throws Malformed {
        if (!text.matches("[0-9]{1,15}")) {
            throw new Malformed("'" + text + "' is no number");
        }
        return Long.parseLong(text);
    }

    private static Octets hex(String text, int octets) throws Malformed {
        if (!text.matches("[0-9A-F]{" + 2 * octets + "}")) {
            throw new Malformed("'" + text + "' is not " + octets + " octets in hexadecimal");
        }
        return Octets.ofHex(text);
    }
}
