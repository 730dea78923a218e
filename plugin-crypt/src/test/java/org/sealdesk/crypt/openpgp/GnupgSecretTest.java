package org.sealdesk.crypt.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.key.Passphrase;

/** Files of private-keys-v1.d in the forms that today's gpg does not write any more, and in forms that nobody writes. */
class GnupgSecretTest {

    private static final String SALT = "0102030405060708";
    private static final String IV = "101112131415161718191a1b1c1d1e1f";
    private static final int COUNT = 65_536;

    private static Passphrase passphrase(String text) {
        return Passphrase.of(text.toCharArray());
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void numbersInTheClearBecomeThePacketsEnd() throws Exception {
        GnupgSecret secret = GnupgSecret.parse(octets("(private-key (ecc (curve Ed25519) (q #40AB#) (d #00FF01#)))"));
        assertThat(secret.isLocked()).isFalse();
        assertThat(secret.publicNumber()).contains(new BigInteger("40AB", 16));
        try (Passphrase none = passphrase("")) {
            // Usage 0, 16 bits, FF01, and the sum of the four octets.
            assertThat(secret.packetEnd(none))
                    .hasValueSatisfying(
                            end -> assertThat(HexFormat.of().formatHex(end)).isEqualTo("000010ff010110"));
        }
    }

    @Test
    void octetsThatHappenToBePrintableAreReadAsTheyAreWritten() throws Exception {
        GnupgSecret secret = GnupgSecret.parse(
                octets("(private-key (ecc (q #40#) (d \"a\\n\\\"\\\\\\x41\\101\u00e9 (#\\')\") (n1:x 3:a:b)))"));
        try (Passphrase none = passphrase("")) {
            String end = HexFormat.of().formatHex(secret.packetEnd(none).orElseThrow());
            assertThat(end).startsWith("00" + "005f" + "610a225c4141e9202823" + "2729");
        }
    }

    /** As GnuPG's keyformat.txt has it for the mode before OCB; locked here with the JDK's own ciphers. */
    private static byte[] lockedWithCbc(String password) throws Exception {
        byte[] plain = octets("(((1:d2:\u00ff\u0001))(4:hash4:sha120:01234567890123456789))");
        byte[] padded = Arrays.copyOf(plain, (plain.length / 16 + 1) * 16);
        byte[] once = octets(new String(HexFormat.of().parseHex(SALT), StandardCharsets.ISO_8859_1) + password);
        ByteArrayOutputStream hashed = new ByteArrayOutputStream();
        while (hashed.size() < COUNT) {
            hashed.writeBytes(once);
        }
        byte[] key = Arrays.copyOf(
                MessageDigest.getInstance("SHA-1").digest(Arrays.copyOf(hashed.toByteArray(), COUNT)), 16);
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new IvParameterSpec(HexFormat.of().parseHex(IV)));
        String sealed = HexFormat.of().formatHex(cipher.doFinal(padded));
        return octets(
                "(protected-private-key (ecc (curve Ed25519) (q #40AB#) (protected openpgp-s2k3-sha1-aes-cbc ((sha1 #"
                        + SALT + "# \"" + COUNT + "\") #" + IV + "#) #" + sealed
                        + "#)(protected-at \"20150101T000000\")))");
    }

    @Test
    void theOlderLockOpensWithItsPasswordOnly() throws Exception {
        GnupgSecret secret = GnupgSecret.parse(lockedWithCbc("correct"));
        try (Passphrase right = passphrase("correct");
                Passphrase wrong = passphrase("wrong")) {
            assertThat(secret.packetEnd(wrong)).isEmpty();
            assertThat(secret.packetEnd(right))
                    .hasValueSatisfying(
                            end -> assertThat(HexFormat.of().formatHex(end)).isEqualTo("000010ff010110"));
        }
    }

    @Test
    void aPasswordThatCostsTooMuchIsRefused() throws Exception {
        String costly = new String(lockedWithCbc("x"), StandardCharsets.ISO_8859_1)
                .replace("\"" + COUNT + "\"", "\"999999999999\"");
        GnupgSecret secret = GnupgSecret.parse(octets(costly));
        try (Passphrase x = passphrase("x")) {
            assertThatThrownBy(() -> secret.packetEnd(x))
                    .isInstanceOf(Malformation.class)
                    .hasMessageContaining("too much work");
        }
    }

    @Test
    void mutilatedFilesAreRefusedAndNeverStopTheReader() throws Exception {
        Random random = new Random(7);
        byte[] whole = lockedWithCbc("x");
        try (Passphrase x = passphrase("x")) {
            for (int i = 0; i < 3_000; i++) {
                byte[] broken = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
                for (int n = random.nextInt(4); n > 0; n--) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
                }
                try {
                    GnupgSecret secret = GnupgSecret.parse(broken);
                    if (secret.isLocked()) {
                        secret.packetEnd(x);
                    }
                } catch (Malformation expected) {
                    assertThat(expected.getMessage()).isNotBlank();
                }
            }
        }
    }

    @Test
    void bracketsWithoutEndDoNotExhaustTheStack() {
        assertThatThrownBy(() -> GnupgSecret.parse(octets("(".repeat(60_000)))).isInstanceOf(Malformation.class);
    }
}
