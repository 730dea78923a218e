package org.sealdesk.crypt.store;

import java.time.Instant;
import org.sealdesk.crypt.octets.Octets;

/**
 * The value of a row of {@link Table#SECRET}.
 *
 * @param since when the secret came
 * @param sealed what {@link Sealing} made of it
 */
record SecretRow(Instant since, Octets sealed) {

    byte[] encode() {
        return new OctetWriter(sealed.size() + 32)
                .u8(CertificateCodec.VERSION)
                .instant(since)
                .block(sealed)
                .checksum()
                .toArray();
    }

    static SecretRow decode(byte[] octets) throws Malformed {
        OctetReader in = OctetReader.checked(octets);
        int version = in.u8();
        if (version != CertificateCodec.VERSION) {
            throw new Malformed(
                    "secret record has version " + version + ", this program reads " + CertificateCodec.VERSION);
        }
        SecretRow row = new SecretRow(in.instant(), in.octets());
        in.end();
        return row;
    }
}
