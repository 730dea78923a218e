package org.sealdesk.crypt.store;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.sealdesk.crypt.octets.Octets;

/**
 * What a generation is. A generation exists when its manifest does: the file is written last and set aside first. Plain
 * lines, so that people can read it too.
 *
 * @param sequence everything in the journal up to here is in the generation
 * @param octets size of the MapDB file
 * @param sha256 of the MapDB file
 * @param rows in the two trees together
 * @param index as {@link #INDEX} was when it was built
 */
record Manifest(StoreId storeId, long sequence, long octets, Octets sha256, long rows, Counts counts, int index) {

    static final int VERSION = 1;

    /**
     * Which rows a record has beside itself. A generation with an older number is made anew when the store opens. 2: lists
     * can be filtered, and issuers and serial numbers found.
     */
    static final int INDEX = 2;

    private static final String CHECKSUM = "checksum: ";

    byte[] encode() {
        String body = "generation: " + VERSION + "\n"
                + "store: " + storeId + "\n"
                + "sequence: " + sequence + "\n"
                + "octets: " + octets + "\n"
                + "sha256: " + sha256.hex() + "\n"
                + "rows: " + rows + "\n"
                + "openpgp: " + counts.openpgp() + "\n"
                + "smime: " + counts.smime() + "\n"
                + "own-openpgp: " + counts.ownOpenpgp() + "\n"
                + "own-smime: " + counts.ownSmime() + "\n"
                + "secrets: " + counts.secrets() + "\n"
                + "index: " + index + "\n"
                + "marks: " + marks() + "\n";
        return (body + CHECKSUM + checksum(body) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private String marks() {
        return counts.marks().entrySet().stream()
                .map(m -> m.getKey() + "=" + m.getValue())
                .collect(Collectors.joining(" "));
    }

    private static SortedMap<Integer, Long> marks(Map<String, String> lines) throws Malformed {
        SortedMap<Integer, Long> marks = new TreeMap<>();
        for (String mark : lines.getOrDefault("marks", "").split(" ", -1)) {
            if (mark.matches("[0-9]{1,5}=[0-9]{1,18}")) {
                int equals = mark.indexOf('=');
                marks.put(Integer.valueOf(mark.substring(0, equals)), Long.valueOf(mark.substring(equals + 1)));
            } else if (!mark.isEmpty()) {
                throw new Malformed("line 'marks' has '" + mark + "'");
            }
        }
        return marks;
    }

    /** Whether other rows lead to its records than this program looks for. */
    boolean hasOldIndex() {
        return index < INDEX;
    }

    private static String checksum(String body) {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    static Manifest decode(byte[] file) throws Malformed {
        String text = new String(file, StandardCharsets.UTF_8);
        int end = text.lastIndexOf(CHECKSUM);
        if (end < 0 || !text.substring(end).equals(CHECKSUM + checksum(text.substring(0, end)) + "\n")) {
            throw new Malformed("checksum does not match");
        }
        Map<String, String> lines = new LinkedHashMap<>();
        text.substring(0, end).lines().forEach(line -> {
            int colon = line.indexOf(": ");
            lines.put(
                    line.substring(0, Math.max(0, colon)),
                    line.substring(colon + 1).strip());
        });
        if (number(lines, "generation") != VERSION) {
            throw new Malformed(
                    "generation of version " + number(lines, "generation") + ", this program reads " + VERSION);
        }
        Counts counts = new Counts(
                number(lines, "openpgp"),
                number(lines, "smime"),
                number(lines, "own-openpgp"),
                number(lines, "own-smime"),
                number(lines, "secrets"),
                marks(lines));
        int index = lines.containsKey("index") ? (int) number(lines, "index") : 1;
        return new Manifest(
                new StoreId(hex(lines, "store", StoreId.OCTETS)),
                number(lines, "sequence"),
                number(lines, "octets"),
                hex(lines, "sha256", 32),
                number(lines, "rows"),
                counts,
                index);
    }

    private static long number(Map<String, String> lines, String name) throws Malformed {
        String value = lines.getOrDefault(name, "");
        if (!value.matches("[0-9]{1,18}")) {
            throw new Malformed("line '" + name + "' is '" + value + "', not a number");
        }
        return Long.parseLong(value);
    }

    private static Octets hex(Map<String, String> lines, String name, int octets) throws Malformed {
        String value = lines.getOrDefault(name, "");
        if (!value.matches("[0-9A-F]{" + 2 * octets + "}")) {
            throw new Malformed("line '" + name + "' is '" + value + "', not " + octets + " octets");
        }
        return Octets.ofHex(value);
    }
}
