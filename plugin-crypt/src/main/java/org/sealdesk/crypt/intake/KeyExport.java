package org.sealdesk.crypt.intake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.octets.Octets;

/** Public halves and fingerprints as files. File names are made of hexadecimal digits alone, never of user ids. */
public final class KeyExport {

    private static final int PEM_LINE = 64;
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'});

    /** CRC24 of RFC 9580, section 6.1.1: optional today, and older readers ask for it. */
    private static final int CRC24_START = 0xB704CE;

    private static final int CRC24_GENERATOR = 0x1864CFB;

    private KeyExport() {}

    /** OpenPGP armour ({@code <keyid>-pub.asc}) or PEM ({@code <hash>-cert.pem}). */
    public static ExportedFile certificate(Certificate certificate) {
        return certificate
                .x509()
                .map(x -> new ExportedFile(
                        x.subjectHash() + "-cert.pem",
                        "application/x-pem-file",
                        framed("CERTIFICATE", certificate.encoded(), "")))
                .orElseGet(() -> new ExportedFile(
                        keyId(certificate) + "-pub.asc",
                        "application/pgp-keys",
                        framed(
                                "PGP PUBLIC KEY BLOCK",
                                certificate.encoded(),
                                "=" + crc24(certificate.encoded().toArray()) + "\n")));
    }

    /** The fingerprint to read aloud or to compare ({@code <keyid>.txt}, {@code <hash>.txt}). */
    public static ExportedFile fingerprint(Certificate certificate) {
        String text = certificate
                .x509()
                .map(x -> "SHA-256 " + colons(certificate.fingerprint().value()) + "\nSHA-1 " + colons(x.sha1()) + "\n")
                .orElseGet(() -> certificate.fingerprint().hex() + "\n");
        String name = certificate.x509().map(X509Facts::subjectHash).orElseGet(() -> keyId(certificate));
        return new ExportedFile(name + ".txt", "text/plain", Octets.of(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Pairs of digits with colons between, as S/MIME tools show fingerprints. */
    public static String colons(Octets value) {
        return value.hex().replaceAll("..(?!$)", "$0:");
    }

    private static String keyId(Certificate certificate) {
        return Fingerprint.keyIdText(certificate.fingerprint().keyId());
    }

    private static Octets framed(String label, Octets content, String checksum) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String blank = checksum.isEmpty() ? "" : "\n";
        out.writeBytes(("-----BEGIN " + label + "-----\n" + blank).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(BASE64.encode(content.toArray()));
        out.writeBytes(("\n" + checksum + "-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII));
        return Octets.of(out.toByteArray());
    }

    static String crc24(byte[] octets) {
        int crc = CRC24_START;
        for (byte octet : octets) {
            crc ^= (octet & 0xff) << 16;
            for (int i = 0; i < 8; i++) {
                crc <<= 1;
                if ((crc & 0x1000000) != 0) {
                    crc ^= CRC24_GENERATOR;
                }
            }
        }
        byte[] sum = {(byte) (crc >> 16), (byte) (crc >> 8), (byte) crc};
        return Base64.getEncoder().encodeToString(sum);
    }

    /** @param name safe as a file name on any system */
    public record ExportedFile(String name, String mediaType, Octets content) {
        public ExportedFile {
            if (!name.equals(name.replaceAll("[^0-9A-Za-z.-]", "")) || name.startsWith(".")) {
                throw new IllegalArgumentException("file name " + name);
            }
        }
    }
}
