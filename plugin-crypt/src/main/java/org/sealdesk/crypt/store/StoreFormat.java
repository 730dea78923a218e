package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.sealdesk.crypt.octets.Octets;

/** The file that says what the directory is: the version of its layout and the id of the store. Read before all others. */
final class StoreFormat {

    static final int VERSION = 1;

    static final String NAME = "store.format";
    private static final String BEGIN = "sealdesk-keystore ";

    private StoreFormat() {}

    /** @throws IOException also if a newer program wrote the store, or it cannot be told which one it is */
    static StoreId readOrCreate(StoreFolder folder, SecureRandom random) throws IOException {
        Path file = folder.file(NAME);
        if (Files.exists(file)) {
            return read(file);
        }
        if (!folder.names(StoreFolder.JOURNAL, StoreFolder.JOURNAL_END).isEmpty()
                || !folder.names(StoreFolder.GENERATION, "").isEmpty()) {
            throw new IOException("the file " + file + " is missing although there is a keystore in its directory."
                    + " Restore it from a backup");
        }
        StoreId id = StoreId.random(random);
        folder.write(NAME, (BEGIN + VERSION + "\n" + id + "\n").getBytes(StandardCharsets.UTF_8));
        return id;
    }

    /** @throws IOException also if a newer program wrote the store */
    static StoreId read(Path file) throws IOException {
        // Any octet is a character here: a damaged file is damaged, and not "malformed input".
        List<String> lines =
                Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        if (lines.size() != 2
                || !lines.get(0).matches(BEGIN + "[0-9]{1,6}")
                || !lines.get(1).matches("[0-9A-F]{32}")) {
            throw new IOException("the file " + file + " is damaged. Restore it from a backup");
        }
        int version = Integer.parseInt(lines.get(0).substring(BEGIN.length()));
        if (version > VERSION) {
            throw new IOException("the keystore has format " + version + ", this program knows " + VERSION
                    + ". Use the program that wrote it, or a newer one");
        }
        return new StoreId(Octets.ofHex(lines.get(1)));
    }
}
