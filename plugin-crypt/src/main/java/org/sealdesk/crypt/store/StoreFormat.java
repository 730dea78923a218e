package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.sealdesk.crypt.octets.Octets;

/**
 * The file that says what the directory is: the version of its layout, the id of the store, and a checksum over both.
 * Read before all others, and kept twice: with another id every other file would look like a stranger's.
 */
final class StoreFormat {

    static final int VERSION = 1;

    static final String NAME = "store.format";
    static final String COPY = "store.format.copy";
    private static final String BEGIN = "sealdesk-keystore ";
    private static final String CHECKSUM = "checksum ";

    private StoreFormat() {}

    /**
     * A damaged file goes to quarantine and is written anew from the other one.
     *
     * @throws IOException also if a newer program wrote the store, or it cannot be told which one it is
     */
    static StoreId readOrCreate(StoreFolder folder, SecureRandom random, Consumer<String> findings) throws IOException {
        if (isThere(folder)) {
            StoreId id = read(folder, (name, what) -> {});
            for (String name : List.of(NAME, COPY)) {
                mend(folder, name, id, findings);
            }
            return id;
        }
        if (!folder.names(StoreFolder.JOURNAL, StoreFolder.JOURNAL_END).isEmpty()
                || !folder.names(StoreFolder.GENERATION, "").isEmpty()) {
            throw new IOException("the file " + folder.file(NAME)
                    + " is missing although there is a keystore in its directory. Restore it from a backup");
        }
        StoreId id = StoreId.random(random);
        folder.write(COPY, encode(id));
        folder.write(NAME, encode(id));
        return id;
    }

    private static boolean isThere(StoreFolder folder) {
        return Files.exists(folder.file(NAME)) || Files.exists(folder.file(COPY));
    }

    private static void mend(StoreFolder folder, String name, StoreId id, Consumer<String> findings) {
        try {
            Path file = folder.file(name);
            if (Files.exists(file)) {
                byte[] octets = Files.readAllBytes(file);
                if (Arrays.equals(octets, encode(id))) {
                    return;
                }
                if (!decode(octets).equals(Optional.of(id))) {
                    findings.accept(file + " was damaged. It was moved to " + folder.quarantine(name)
                            + " and written anew from its copy. Check the disk.");
                }
            }
            folder.write(name, encode(id));
        } catch (IOException e) {
            findings.accept(folder.file(name) + " could not be mended: " + e.getMessage() + ". Its copy is whole.");
        }
    }

    /**
     * The first of the two that is whole counts.
     *
     * @param damage gets the name of a file and what is wrong with it
     * @throws IOException also if a newer program wrote the store
     */
    static StoreId read(StoreFolder folder, BiConsumer<String, String> damage) throws IOException {
        Optional<StoreId> found = Optional.empty();
        for (String name : List.of(NAME, COPY)) {
            if (!Files.exists(folder.file(name))) {
                continue;
            }
            Optional<StoreId> id = decode(Files.readAllBytes(folder.file(name)));
            if (id.isEmpty()) {
                damage.accept(name, "its checksum does not match, or it is something else");
            } else if (found.isPresent() && !found.equals(id)) {
                damage.accept(name, "it names store " + id.get() + ", this is store " + found.get());
            }
            found = found.or(() -> id);
        }
        return found.orElseThrow(() -> new IOException(
                "the file " + folder.file(NAME) + " and its copy are damaged. Restore one from a backup"));
    }

    static byte[] encode(StoreId id) {
        String text = BEGIN + VERSION + "\n" + id + "\n";
        return (text + checksum(text) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The last line of every version of this file, over the lines before it. */
    static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return CHECKSUM + String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    /**
     * Stores made before there was a checksum have none.
     *
     * @return empty if damaged
     * @throws IOException if a newer program wrote it
     */
    private static Optional<StoreId> decode(byte[] octets) throws IOException {
        // Any octet is a character here: a damaged file is damaged, and not "malformed input".
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        List<String> lines = text.lines().toList();
        int end = text.lastIndexOf(CHECKSUM);
        boolean whole =
                end < 0 ? lines.size() == 2 : text.substring(end).equals(checksum(text.substring(0, end)) + "\n");
        if (!whole || !lines.get(0).matches(BEGIN + "[0-9]{1,6}")) {
            return Optional.empty();
        }
        int version = Integer.parseInt(lines.get(0).substring(BEGIN.length()));
        if (version > VERSION) {
            throw new IOException("the keystore has format " + version + ", this program knows " + VERSION
                    + ". Use the program that wrote it, or a newer one");
        }
        return Optional.of(lines.get(1))
                .filter(id -> id.matches("[0-9A-F]{32}"))
                .map(id -> new StoreId(Octets.ofHex(id)));
    }
}
