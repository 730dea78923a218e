package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sealdesk.crypt.octets.Content;

/** Finds the armoured blocks in a file; the text around them is passed over. One pass. */
final class ArmourBlocks {

    private static final byte[] BEGIN = "-----BEGIN PGP ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "-----END PGP ".getBytes(StandardCharsets.US_ASCII);

    private ArmourBlocks() {}

    /** One block, from its first to its last line. */
    static final class Block {
        private final String label;
        private final byte[] text;

        private Block(String label, byte[] text) {
            this.label = label;
            this.text = text;
        }

        String label() {
            return label;
        }

        /** @throws Malformation if the armour is damaged */
        byte[] decode() throws IOException {
            return ArmourReader.open(Content.ofTrusted(text)).readAllBytes();
        }
    }

    static List<Block> in(byte[] file, int max) {
        List<Block> blocks = new ArrayList<>();
        int begin = -1;
        for (int line = 0; line < file.length && blocks.size() < max; line = nextLine(file, line)) {
            if (startsWith(file, line, BEGIN)) {
                begin = line;
            } else if (begin >= 0 && startsWith(file, line, END)) {
                byte[] text = Arrays.copyOfRange(file, begin, nextLine(file, line));
                ArmourReader.labelOf(text).ifPresent(label -> blocks.add(new Block(label, text)));
                begin = -1;
            }
        }
        return blocks;
    }

    private static int nextLine(byte[] file, int from) {
        int at = from;
        while (at < file.length && file[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, file.length);
    }

    private static boolean startsWith(byte[] file, int at, byte[] prefix) {
        return at + prefix.length <= file.length
                && Arrays.equals(file, at, at + prefix.length, prefix, 0, prefix.length);
    }
}
