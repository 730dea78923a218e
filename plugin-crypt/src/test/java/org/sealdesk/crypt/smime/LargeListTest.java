package org.sealdesk.crypt.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/** A list with many entries, made by Bouncy Castle, and its index. */
class LargeListTest {

    private static final int ENTRIES = 50_000;
    private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");
    private static final X500Name ISSUER = new X500Name("CN=Large");

    /** Serial numbers of 16 octets, all of them odd. */
    private static BigInteger serial(int i) {
        return BigInteger.ONE.shiftLeft(120).add(BigInteger.valueOf(i * 7919L * 2 + 1));
    }

    private static byte[] list(int entries, KeyPair keys) throws Exception {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(ISSUER, Date.from(NOW));
        builder.setNextUpdate(Date.from(NOW.plusSeconds(86_400)));
        for (int i = 0; i < entries; i++) {
            builder.addCRLEntry(serial(i), Date.from(NOW), CRLReason.keyCompromise);
        }
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    @Test
    void everyEntryIsFoundAndNothingElse() throws Exception {
        KeyPair keys = keys();
        RevocationList list =
                RevocationList.read(Octets.of(list(ENTRIES, keys))).orElseThrow();

        assertThat(list.isSignedBy(keys.getPublic(), new Jca())).isTrue();
        assertThat(list.isSignedBy(keys().getPublic(), new Jca())).isFalse();
        for (int i = 0; i < ENTRIES; i++) {
            assertThat(list.find(list.issuer(), serial(i)).orElseThrow().reason())
                    .isEqualTo(CRLReason.keyCompromise);
            assertThat(list.find(list.issuer(), serial(i).add(BigInteger.ONE))).isEmpty();
        }
    }

    @Test
    void aListOfTooManyEntriesIsRefusedWithBothNumbers() throws Exception {
        int entries = ListFacts.MAX_ENTRIES + 1;
        // Entries of 20 octets each, as no builder makes them: a serial number of one octet and a time.
        java.io.ByteArrayOutputStream revoked = new java.io.ByteArrayOutputStream();
        byte[] entry = new org.bouncycastle.asn1.DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
                    new org.bouncycastle.asn1.ASN1Integer(1), new org.bouncycastle.asn1.DERUTCTime("260610120000Z")
                })
                .getEncoded();
        for (int i = 0; i < entries; i++) {
            revoked.writeBytes(entry);
        }
        byte[] small = list(0, keys());
        ListOctets head = ListOctets.read(small);
        byte[] tooMany = joined(head, revoked.toByteArray());

        List<Item> items = new SmimeKeyReader(SmimeOptions.DEFAULT, Limits.DEFAULT)
                .read(Octets.of(tooMany), List.of(), NOW, Limits.DEFAULT);

        assertThat(items).singleElement().isInstanceOfSatisfying(Item.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo("limit");
            assertThat(failed.reason()).contains(" " + entries + " entries").contains("1000000");
        });
    }

    /** The list with entries behind its times; it has no extensions. */
    private static byte[] joined(ListOctets head, byte[] entries) throws Exception {
        byte[] signed = java.util.Arrays.copyOfRange(
                head.der(),
                ListOctets.field(head.der(), head.signedFrom(), head.der().length)
                        .content(),
                head.signedTo());
        byte[] rest = java.util.Arrays.copyOfRange(head.der(), head.signedTo(), head.der().length);
        return sequence(sequence(signed, sequence(entries)), rest);
    }

    private static byte[] sequence(byte[]... parts) {
        java.io.ByteArrayOutputStream content = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        byte[] octets = content.toByteArray();
        byte[] all = new byte[6 + octets.length];
        all[0] = 0x30;
        all[1] = (byte) 0x84;
        for (int i = 0; i < 4; i++) {
            all[2 + i] = (byte) (octets.length >>> (24 - 8 * i));
        }
        System.arraycopy(octets, 0, all, 6, octets.length);
        return all;
    }
}
