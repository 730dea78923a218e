package org.sealdesk.crypt.openpgp;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.modes.CBCModeCipher;
import org.bouncycastle.crypto.modes.OCBBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.sealdesk.crypt.key.Passphrase;

/**
 * The numbers in a file of GnuPG's {@code private-keys-v1.d}, in the clear or locked as GnuPG's {@code keyformat.txt}
 * says: a passphrase hashed by iterated and salted S2K with SHA-1 opens AES-128, in OCB with the public numbers as
 * additional data, or, before GnuPG 2.2, in CBC.
 */
final class GnupgSecret {

    /** Numbers of each algorithm as OpenPGP orders them. RSA's {@code u} is p^-1 mod q in both. */
    private static final Map<String, List<String>> SECRET_NUMBERS = Map.of(
            "rsa", List.of("d", "p", "q", "u"),
            "dsa", List.of("x"),
            "elg", List.of("x"),
            "ecc", List.of("d"),
            "ecdsa", List.of("d"),
            "ecdh", List.of("d"));

    /** GnuPG measures how much its machine hashes in a tenth of a second; a fast one reaches some hundred million. */
    private static final long MAX_S2K_OCTETS = 2_000_000_000L;

    private static final int KEY_OCTETS = 16;
    private static final int SALT_OCTETS = 8;
    private static final int RUN_OCTETS = 64 * 1024;
    private static final int TAG_BITS = 128;
    private static final String OCB = "openpgp-s2k3-ocb-aes";
    private static final String CBC = "openpgp-s2k3-sha1-aes-cbc";

    private final GnupgExpression whole;
    private final GnupgExpression key;
    private final String algorithm;

    private GnupgSecret(GnupgExpression whole, GnupgExpression key) {
        this.whole = whole;
        this.key = key;
        this.algorithm = key.list().get(0).text();
    }

    /** @throws Malformation if it is no such file, or of an algorithm that OpenPGP does not have */
    static GnupgSecret parse(byte[] file) throws Malformation {
        GnupgExpression whole = GnupgExpression.parse(expression(file));
        if (whole.list().size() < 2
                || whole.list().get(1).list().isEmpty()
                || !SECRET_NUMBERS.containsKey(whole.list().get(1).list().get(0).text())) {
            throw Malformation.grammar("the file holds no key of GnuPG");
        }
        return new GnupgSecret(whole, whole.list().get(1));
    }

    /** The newer files are lines of names and values; what does not fit in a line goes on after a blank. */
    private static byte[] expression(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int from = text.startsWith("Key:") ? 0 : text.indexOf("\nKey:") + 1;
        if (text.startsWith("(") || !text.startsWith("Key:", from)) {
            return file;
        }
        String value = text.substring(from + "Key:".length()).replaceAll("(?s)\n(?![ \t]).*", "");
        return value.replaceAll("\r?\n[ \t]", "").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What tells the key from others: modulus, point or public value. */
    Optional<BigInteger> publicNumber() {
        return switch (algorithm) {
            case "rsa" -> number(key, "n");
            case "dsa", "elg" -> number(key, "y");
            default -> number(key, "q");
        };
    }

    private static Optional<BigInteger> number(GnupgExpression in, String name) {
        return in.find(name)
                .filter(e -> e.list().size() == 2)
                .map(e -> new BigInteger(1, e.list().get(1).atom()));
    }

    boolean isLocked() {
        return whole.isCalled("protected-private-key");
    }

    /** Whether the numbers are elsewhere, on a card. */
    boolean isElsewhere() {
        return whole.isCalled("shadowed-private-key");
    }

    /**
     * The end of an unlocked secret key packet of version 4: usage, numbers and checksum (RFC 9580, section 5.5.3).
     *
     * @return empty if the passphrase does not open it
     */
    Optional<byte[]> packetEnd(Passphrase passphrase) throws Malformation {
        if (!isLocked()) {
            return packetEnd(key);
        }
        GnupgExpression lock =
                key.find("protected").orElseThrow(() -> Malformation.grammar("the file names no protection"));
        Optional<byte[]> opened = unlock(lock.list(), passphrase);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try {
            return packetEnd(GnupgExpression.parse(opened.get()));
        } catch (Malformation e) {
            // Without a tag a wrong passphrase gives noise.
            return Optional.empty();
        } finally {
            Arrays.fill(opened.get(), (byte) 0);
        }
    }

    private Optional<byte[]> packetEnd(GnupgExpression numbers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        int sum = 0;
        for (String name : SECRET_NUMBERS.getOrDefault(algorithm, List.of())) {
            Optional<BigInteger> number = number(numbers, name);
            if (number.isEmpty()) {
                return Optional.empty();
            }
            byte[] encoded = multiprecision(number.get());
            for (byte octet : encoded) {
                sum += octet & 0xFF;
            }
            out.writeBytes(encoded);
            Arrays.fill(encoded, (byte) 0);
        }
        out.write(sum >> 8);
        out.write(sum);
        return Optional.of(out.toByteArray());
    }

    private static byte[] multiprecision(BigInteger number) {
        int octets = (number.bitLength() + 7) / 8;
        byte[] value = number.toByteArray();
        byte[] encoded = new byte[2 + octets];
        encoded[0] = (byte) (number.bitLength() >> 8);
        encoded[1] = (byte) number.bitLength();
        System.arraycopy(value, value.length - octets, encoded, 2, octets);
        Arrays.fill(value, (byte) 0);
        return encoded;
    }

    private Optional<byte[]> unlock(List<GnupgExpression> lock, Passphrase passphrase) throws Malformation {
        if (lock.size() < 4
                || lock.get(2).list().size() < 2
                || lock.get(2).list().get(0).list().size() < 3) {
            throw Malformation.grammar("the protection is not understood");
        }
        List<GnupgExpression> s2k = lock.get(2).list().get(0).list();
        if (s2k.get(1).atom().length != SALT_OCTETS) {
            throw Malformation.grammar("the salt of its protection has no " + SALT_OCTETS + " octets");
        }
        byte[] nonce = lock.get(2).list().get(1).atom();
        byte[] sealed = lock.get(3).atom();
        byte[] secret = hashed(passphrase, s2k.get(1).atom(), octets(s2k.get(2).text()));
        try {
            return switch (lock.get(1).text()) {
                case OCB -> ocb(secret, nonce, sealed);
                case CBC -> cbc(secret, nonce, sealed);
                default ->
                    throw Malformation.grammar("the protection " + lock.get(1).text() + " is not understood");
            };
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static long octets(String count) throws Malformation {
        if (!count.matches("\\d{1,12}") || Long.parseLong(count) > MAX_S2K_OCTETS) {
            throw new Malformation(
                    "limit", "its password takes too much work, at most " + MAX_S2K_OCTETS + " hashed octets are done");
        }
        return Long.parseLong(count);
    }

    /** RFC 9580, section 3.7.1.3. Fed in long runs: it is most of the work that a key costs. */
    private static byte[] hashed(Passphrase passphrase, byte[] salt, long octets) {
        byte[] utf8 = passphrase.toUtf8();
        byte[] once = Arrays.copyOf(salt, salt.length + utf8.length);
        System.arraycopy(utf8, 0, once, salt.length, utf8.length);
        byte[] run = new byte[Math.max(1, RUN_OCTETS / once.length) * once.length];
        for (int at = 0; at < run.length; at += once.length) {
            System.arraycopy(once, 0, run, at, once.length);
        }
        MessageDigest digest = sha1();
        for (long left = Math.max(octets, once.length); left > 0; left -= run.length) {
            digest.update(run, 0, (int) Math.min(left, run.length));
        }
        byte[] hash = digest.digest();
        byte[] key = Arrays.copyOf(hash, KEY_OCTETS);
        for (byte[] used : List.of(utf8, once, run, hash)) {
            Arrays.fill(used, (byte) 0);
        }
        return key;
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private Optional<byte[]> ocb(byte[] secret, byte[] nonce, byte[] sealed) {
        try {
            AEADBlockCipher cipher = new OCBBlockCipher(AESEngine.newInstance(), AESEngine.newInstance());
            cipher.init(
                    false,
                    new AEADParameters(new KeyParameter(secret), TAG_BITS, nonce, key.canonicalWithout("protected")));
            byte[] opened = new byte[cipher.getOutputSize(sealed.length)];
            int n = cipher.processBytes(sealed, 0, sealed.length, opened, 0);
            cipher.doFinal(opened, n);
            return Optional.of(opened);
        } catch (InvalidCipherTextException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> cbc(byte[] secret, byte[] nonce, byte[] sealed) {
        CBCModeCipher cipher = CBCBlockCipher.newInstance(AESEngine.newInstance());
        int block = cipher.getBlockSize();
        if (nonce.length != block || sealed.length % block != 0) {
            return Optional.empty();
        }
        cipher.init(false, new ParametersWithIV(new KeyParameter(secret), nonce));
        byte[] opened = new byte[sealed.length];
        for (int i = 0; i < sealed.length; i += block) {
            cipher.processBlock(sealed, i, opened, i);
        }
        return Optional.of(opened);
    }
}
