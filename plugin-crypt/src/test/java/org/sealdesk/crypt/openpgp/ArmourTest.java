package org.sealdesk.crypt.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.octets.Content;

/** Our armour against Bouncy Castle's, both ways, and against those who play with it. */
class ArmourTest {

    private static byte[] armoured(byte[] octets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArmourWriter armour = new ArmourWriter(ArmourWriter.MESSAGE, 0, out)) {
            armour.write(octets);
        }
        return out.toByteArray();
    }

    private static byte[] read(byte[] armour) throws IOException {
        return ArmourReader.open(Content.of(armour)).readAllBytes();
    }

    /** Bouncy Castle takes the label from the first octet. */
    private static byte[] packets(byte[] octets) {
        byte[] all = new byte[octets.length + 1];
        all[0] = (byte) 0xD2;
        System.arraycopy(octets, 0, all, 1, octets.length);
        return all;
    }

    @Property(tries = 300)
    void bouncyCastleReadsWhatWeWriteAndItsChecksumFits(@ForAll @Size(max = 5000) byte[] octets) throws IOException {
        byte[] packets = packets(octets);
        try (ArmoredInputStream in = new ArmoredInputStream(new ByteArrayInputStream(armoured(packets)))) {
            assertThat(in.readAllBytes()).isEqualTo(packets);
        }
    }

    @Property(tries = 300)
    void weReadWhatBouncyCastleWrites(@ForAll @Size(max = 5000) byte[] octets) throws IOException {
        byte[] packets = packets(octets);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArmoredOutputStream armour = new ArmoredOutputStream(out)) {
            armour.write(packets);
        }
        assertThat(read(out.toByteArray())).isEqualTo(packets);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 47, 48, 49, 12_287, 12_288, 12_291, 24_575, 24_576, 24_577, 100_000})
    void everyLengthComesBack(int length) throws IOException {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (i * 31);
        }
        assertThat(read(armoured(octets))).isEqualTo(octets);
    }

    @Test
    void theChecksumMayBeMissingOrWrong() throws IOException {
        byte[] octets = {1, 2, 3, 4, 5, 6, 7};
        String text = new String(armoured(octets), StandardCharsets.US_ASCII);
        String without = text.replaceFirst("\r\n=....\r\n", "\r\n");
        assertThat(without).isNotEqualTo(text);
        assertThat(read(without.getBytes(StandardCharsets.US_ASCII))).isEqualTo(octets);
        String wrong = text.replaceFirst("\r\n=....\r\n", "\r\n=AAAA\r\n");
        assertThat(read(wrong.getBytes(StandardCharsets.US_ASCII))).isEqualTo(octets);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PGP MESSAGE-----\n",
                "-----BEGIN PGP MESSAGE-----\n\nAAAA\n",
                "-----BEGIN PGP MESSAGE-----\n\nAAA\n-----END PGP MESSAGE-----\n",
                "-----BEGIN PGP MESSAGE-----\n\nA===\n-----END PGP MESSAGE-----\n",
                "-----BEGIN PGP MESSAGE-----\n\nAA*A\n-----END PGP MESSAGE-----\n",
                "-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n",
                "-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----\nmore",
                "-----BEGIN PGP MESSAGE-----\nno header\n\nAAAA\n-----END PGP MESSAGE-----\n",
                "text before\n-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----\n"
            })
    void brokenArmourIsMalformed(String armour) {
        assertThatThrownBy(() -> read(armour.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(Malformation.class);
    }

    @Test
    @Timeout(5)
    void endlessHeadersAndChecksumsEnd() {
        String begin = "-----BEGIN PGP MESSAGE-----\n";
        for (String flood : new String[] {
            begin + "Comment: x\n".repeat(100_000),
            begin + "Comment: " + "x".repeat(1_000_000),
            begin + "\nAAAA\n" + "=AAAA\n".repeat(200_000),
            "\n".repeat(1_000_000)
        }) {
            assertThatThrownBy(() -> read(flood.getBytes(StandardCharsets.US_ASCII)))
                    .isInstanceOf(Malformation.class);
        }
    }
}
