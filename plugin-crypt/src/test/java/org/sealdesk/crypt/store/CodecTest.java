package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Records as octets: whole ones come back equal, anything else is named and never an accident. */
class CodecTest {

    private static final StoredRecord RECORD = new StoredRecord(
            Synthetic.x509(1),
            Synthetic.facts()
                    .withRelated(List.of(Synthetic.pgp(3).fingerprint()))
                    .withTrust(
                            TrustLevel.REJECTED,
                            Optional.of(new CertificateFacts.OwnerCheck("Bo", Synthetic.NOW, "by phone"))));

    @Test
    void recordsComeBackEqual() throws Exception {
        assertThat(CertificateCodec.decode(CertificateCodec.encode(RECORD))).isEqualTo(RECORD);
        StoredRecord pgp = new StoredRecord(Synthetic.pgp(2), Synthetic.facts());
        assertThat(CertificateCodec.decode(CertificateCodec.encode(pgp))).isEqualTo(pgp);
    }

    /** As the first version of this program wrote them, before there was an uploader. */
    @Test
    void factsInTheirFirstFormAreStillRead() throws Exception {
        byte[] octets = HexFormat.of()
                .parseHex("050101020000000069a42a4000000000000000010200000020000102030405060708090a0b0c0d0e0f"
                        + "101112131415161718191a1b1c1d1e1f0100000002426f0000000069a54a8800000000"
                        + "0000000862792070686f6e65");

        OctetReader in = new OctetReader(octets);
        CertificateFacts facts = FactsCodec.read(in);
        in.end();

        byte[] related = new byte[32];
        for (int i = 0; i < related.length; i++) {
            related[i] = (byte) i;
        }
        assertThat(facts)
                .isEqualTo(CertificateFacts.added(
                                CertificateFacts.Source.MAIL,
                                TrustLevel.UNVERIFIED,
                                Instant.parse("2026-03-01T12:00:00Z"))
                        .withAnchor(true)
                        .withRole(CertificateFacts.Role.RETIRED)
                        .withRelated(List.of(Fingerprint.of(Fingerprint.Kind.X509, related)))
                        .withTrust(
                                TrustLevel.CONFIRMED,
                                Optional.of(new CertificateFacts.OwnerCheck(
                                        "Bo", Instant.parse("2026-03-02T08:30:00Z"), "by phone"))));
    }

    @Test
    void factsOfANewerFormAreMalformed() {
        assertThatThrownBy(() -> FactsCodec.read(new OctetReader(new byte[] {(byte) 0x83, 5})))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("form 3");
    }

    @Test
    void theUploaderComesBack() throws Exception {
        StoredRecord record =
                new StoredRecord(Synthetic.pgp(2), Synthetic.facts().withUploader("contact 7"));
        assertThat(CertificateCodec.decode(CertificateCodec.encode(record))).isEqualTo(record);
    }

    @Test
    void everyFlippedBitOfARecordIsNoticed() {
        byte[] octets = CertificateCodec.encode(RECORD);
        for (int bit = 0; bit < octets.length * 8; bit += 5) {
            byte[] flipped = octets.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> CertificateCodec.decode(flipped))
                    .as("bit %d", bit)
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void hostileOctetsWithARightChecksumAreRecordsOrMalformedAndNothingElse() {
        byte[] octets = CertificateCodec.encode(RECORD);
        Random random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] hostile = Arrays.copyOf(octets, octets.length - 4 - random.nextInt(2) * random.nextInt(900));
            for (int i = 0; i <= random.nextInt(4); i++) {
                hostile[random.nextInt(hostile.length)] = (byte) random.nextInt(256);
            }
            byte[] summed = new OctetWriter().raw(hostile).checksum().toArray();
            try {
                assertThat(CertificateCodec.decode(summed)).isNotNull();
            } catch (Malformed e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void hostileBatchesKeyRingsAndManifestsAreMalformedAndNothingElse() {
        Random random = new Random(2);
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            if (noise.length > 4) {
                noise[0] = 0;
                noise[1] = 0;
                noise[2] = 0;
            }
            byte[] summed = new OctetWriter().raw(noise).checksum().toArray();
            assertRefused(() -> ChangeCodec.readBatch(noise), noise);
            assertRefused(() -> RingFile.decode(summed), noise);
            assertRefused(() -> Manifest.decode(noise), noise);
            assertRefused(() -> SecretRow.decode(summed), noise);
            assertRefused(() -> PageSums.decode(summed), noise);
        }
    }

    private interface Decoder {
        Object decode() throws Malformed;
    }

    /** Noise of a few octets may by chance be an empty batch; nothing else. */
    private static void assertRefused(Decoder decoder, byte[] noise) {
        try {
            Object decoded = decoder.decode();
            assertThat(decoded)
                    .as(Arrays.toString(noise))
                    .satisfiesAnyOf(
                            d -> assertThat(d).isEqualTo(List.of()),
                            d -> assertThat(d).isInstanceOf(PageSums.class));
        } catch (Malformed e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    @Test
    void manifestsComeBackEqual() throws Exception {
        Manifest manifest = new Manifest(
                StoreId.random(new java.security.SecureRandom()),
                7,
                4096,
                Octets.of(new byte[32]),
                99,
                new Counts(1, 2, 3, 4, 5, new TreeMap<>(Map.of(1, 7L, 265, 8L))),
                Manifest.INDEX);
        assertThat(Manifest.decode(manifest.encode())).isEqualTo(manifest);
    }

    @Test
    void everyValueHasACodeOnDisk() throws Exception {
        assertCodes(Codes.KIND, EnumSet.allOf(Fingerprint.Kind.class));
        assertCodes(Codes.TECHNOLOGY, EnumSet.allOf(Technology.class));
        assertCodes(Codes.CAPABILITY, EnumSet.allOf(Capability.class));
        assertCodes(Codes.TRUST, EnumSet.allOf(TrustLevel.class));
        assertCodes(Codes.ROLE, EnumSet.allOf(CertificateFacts.Role.class));
        assertCodes(Codes.USE, EnumSet.allOf(LastUsed.Use.class));
        assertCodes(Codes.SOURCE, EnumSet.allOf(CertificateFacts.Source.class));
    }

    private static <E extends Enum<E>> void assertCodes(Codes<E> codes, EnumSet<E> values) throws Malformed {
        for (E value : values) {
            assertThat(codes.value(codes.of(value))).isEqualTo(value);
        }
    }

    @Test
    void instantsBeyondTheRangeAreMalformed() {
        byte[] far = new OctetWriter().i64(Long.MAX_VALUE).i32(0).toArray();
        assertThatThrownBy(() -> new OctetReader(far).instant()).isInstanceOf(Malformed.class);
        byte[] near = new OctetWriter().instant(Instant.MAX).toArray();
        assertThat(near).hasSize(12);
    }
}
