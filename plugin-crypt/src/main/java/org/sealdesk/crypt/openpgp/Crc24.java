package org.sealdesk.crypt.openpgp;

/** The checksum at the end of ASCII armour (RFC 9580, section 6.1.1); four octets a step. */
final class Crc24 {

    private static final int POLYNOMIAL = 0x1864CFB;
    private static final int START = 0xB704CE;
    private static final int[][] TABLES = tables();

    private int value = START;

    private static int[][] tables() {
        int[][] tables = new int[4][256];
        for (int i = 0; i < 256; i++) {
            int crc = i << 16;
            for (int bit = 0; bit < 8; bit++) {
                crc <<= 1;
                crc ^= (crc & 0x1000000) != 0 ? POLYNOMIAL : 0;
            }
            tables[0][i] = crc & 0xFFFFFF;
        }
        for (int t = 1; t < tables.length; t++) {
            for (int i = 0; i < 256; i++) {
                int crc = tables[t - 1][i];
                tables[t][i] = (crc << 8 ^ tables[0][crc >> 16]) & 0xFFFFFF;
            }
        }
        return tables;
    }

    void update(byte[] b, int off, int len) {
        int crc = value;
        int i = off;
        int end = off + len;
        for (; i + 4 <= end; i += 4) {
            crc = TABLES[3][(crc >> 16 ^ b[i]) & 0xFF]
                    ^ TABLES[2][(crc >> 8 ^ b[i + 1]) & 0xFF]
                    ^ TABLES[1][(crc ^ b[i + 2]) & 0xFF]
                    ^ TABLES[0][b[i + 3] & 0xFF];
        }
        for (; i < end; i++) {
            crc = (crc << 8 ^ TABLES[0][(crc >> 16 ^ b[i]) & 0xFF]) & 0xFFFFFF;
        }
        value = crc;
    }

    byte[] octets() {
        return new byte[] {(byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }
}
