package org.sealdesk.harness;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.api.peers.Peers;

/** Somebody who writes mail with GnuPG. PGP/MIME (RFC 3156) is put together by hand around what gpg gives. */
final class PgpCustomer implements AutoCloseable {

    private static final String BOUNDARY = "=-customer";

    private final Gpg gpg = Peers.requireGpg();
    private final String name;
    private final String address;
    private final String fingerprint;

    PgpCustomer(String name, String address) {
        this(name, address, "");
    }

    PgpCustomer(String name, String address, String passphrase) {
        this.name = name;
        this.address = address;
        this.fingerprint = gpg.newKey(mailbox(), "ed25519", "cv25519", passphrase);
    }

    private PgpCustomer(String name, String address, Instant born, String lifetime) {
        this.name = name;
        this.address = address;
        String then = born.getEpochSecond() + "!";
        gpg.run(
                        "--faked-system-time",
                        then,
                        "--passphrase",
                        "",
                        "--quick-generate-key",
                        mailbox(),
                        "ed25519",
                        "sign,cert",
                        lifetime)
                .ok();
        this.fingerprint = gpg.fingerprint(address);
        gpg.run(
                        "--faked-system-time",
                        then,
                        "--passphrase",
                        "",
                        "--quick-add-key",
                        fingerprint,
                        "cv25519",
                        "encr",
                        lifetime)
                .ok();
    }

    /** @param lifetime as gpg says it: {@code 1y} */
    static PgpCustomer expiring(String name, String address, Instant born, String lifetime) {
        return new PgpCustomer(name, address, born, lifetime);
    }

    /** From now on the key has no end, on this side. */
    void lastsLonger() {
        gpg.run("--passphrase", "", "--quick-set-expire", fingerprint, "0").ok();
    }

    Gpg gpg() {
        return gpg;
    }

    String address() {
        return address;
    }

    String mailbox() {
        return name + " <" + address + ">";
    }

    String fingerprint() {
        return fingerprint;
    }

    byte[] publicKey() {
        return gpg.exportPublic(fingerprint);
    }

    byte[] secretKey(String passphrase) {
        return gpg.exportSecret(fingerprint, passphrase);
    }

    /** Gives a key that had none a passphrase. */
    void lock(String passphrase) {
        gpg.run("--passphrase", passphrase, "--passwd", fingerprint).ok();
    }

    /**
     * The secret numbers of a key without passphrase: what stands before the checksum at the end of each secret key
     * packet (RFC 9580, 5.5.3). The first octet is left out, as it can be short of leading zeros.
     */
    List<byte[]> secretNumbers() {
        ByteBuffer packets = ByteBuffer.wrap(
                gpg.run("--export-secret-keys", fingerprint).ok().out());
        List<byte[]> numbers = new ArrayList<>();
        while (packets.hasRemaining()) {
            int head = packets.get() & 0xff;
            int length = (head & 3) == 0 ? packets.get() & 0xff : packets.getShort() & 0xffff;
            int tag = head >> 2 & 15;
            if (tag == 5 || tag == 7) {
                byte[] number = new byte[31];
                packets.get(packets.position() + length - 2 - number.length, number);
                numbers.add(number);
            }
            packets.position(packets.position() + length);
        }
        return numbers;
    }

    void knows(PgpCustomer other) {
        gpg.importKey(other.publicKey());
    }

    /** A text part. */
    static String entity(String text) {
        return "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text + "\r\n";
    }

    /** multipart/encrypted around an entity, signed too. */
    String signedAndEncrypted(String entity, PgpCustomer... recipients) {
        List<String> arguments =
                new ArrayList<>(List.of("--armor", "--local-user", fingerprint, "--sign", "--encrypt"));
        for (PgpCustomer recipient : recipients) {
            arguments.add("--recipient");
            arguments.add(recipient.fingerprint());
        }
        return encrypted(text(gpg.run(Gpg.utf8(entity), arguments).ok()));
    }

    /** multipart/encrypted around an armoured message. */
    static String encrypted(String armoured) {
        return "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";\r\n boundary=\"" + BOUNDARY
                + "\"\r\n\r\n--" + BOUNDARY + "\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--"
                + BOUNDARY + "\r\nContent-Type: application/octet-stream\r\n\r\n" + armoured + "\r\n--" + BOUNDARY
                + "--\r\n";
    }

    /** multipart/signed around an entity. */
    String signed(String entity) {
        PeerProcess signature = gpg.run(
                        Gpg.utf8(entity),
                        "--armor",
                        "--local-user",
                        fingerprint,
                        "--digest-algo",
                        "SHA256",
                        "--detach-sign")
                .ok();
        return "Content-Type: multipart/signed; micalg=pgp-sha256;\r\n protocol=\"application/pgp-signature\";"
                + " boundary=\"" + BOUNDARY + "\"\r\n\r\n--" + BOUNDARY + "\r\n" + entity + "\r\n--" + BOUNDARY
                + "\r\nContent-Type: application/pgp-signature\r\n\r\n" + text(signature) + "\r\n--" + BOUNDARY
                + "--\r\n";
    }

    private static String text(PeerProcess armoured) {
        return new String(armoured.out(), StandardCharsets.US_ASCII)
                .replace("\r\n", "\n")
                .replace("\n", "\r\n");
    }

    @Override
    public void close() {
        gpg.close();
    }
}
