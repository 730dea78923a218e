package org.sealdesk.crypt.store;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
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
 */
record Manifest(StoreId storeId, long sequence, long octets, Octets sha256, long rows, Counts counts) {

    static final int VERSION = 1;

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
                + "secrets: " + counts.secrets() + "\n";
        return (body + CHECKSUM + checksum(body) + "\n").getBytes(StandardCharsets.UTF_8);
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
                number(lines, "secrets"));
        return new Manifest(
                new StoreId(hex(lines, "store", StoreId.OCTETS)),
                number(lines, "sequence"),
                number(lines, "octets"),
                hex(lines, "sha256", 32),
                number(lines, "rows"),
                counts);
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
