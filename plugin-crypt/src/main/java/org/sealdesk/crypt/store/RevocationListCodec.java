package org.sealdesk.crypt.store;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.sealdesk.crypt.key.RevocationListFacts;
import org.sealdesk.crypt.key.StoredRevocationList;
import org.sealdesk.crypt.key.StoredRevocationList.Signature;
import org.sealdesk.crypt.octets.Octets;

/** The facts of a revocation list as octets, and the keys of its two rows. The list itself is a row of its own. */
final class RevocationListCodec {

    private static final int VERSION = 1;
    private static final int DIGEST_OCTETS = 32;

    private RevocationListCodec() {}

    static byte[] facts(Octets issuerName, Octets digest) {
        return ofIssuer(issuerName).raw(digest).toArray();
    }

    static KeyOctets ofIssuer(Octets issuerName) {
        return new KeyOctets(Table.REVOCATION_LIST).digest(issuerName.toArray());
    }

    static byte[] octets(Octets digest) {
        return new KeyOctets(Table.REVOCATION_LIST_OCTETS).raw(digest).toArray();
    }

    /** In the key of a row of {@link Table#REVOCATION_LIST}. */
    static Octets digestIn(byte[] key) {
        return Octets.of(Arrays.copyOfRange(key, key.length - DIGEST_OCTETS, key.length));
    }

    static void write(OctetWriter out, StoredRevocationList list) {
        RevocationListFacts facts = list.facts();
        out.u8(VERSION)
                .block(facts.digest())
                .block(facts.issuerName())
                .text(facts.issuer())
                .block(facts.scope())
                .optional(facts.number(), (o, n) -> o.block(n.toByteArray()))
                .instant(facts.thisUpdate())
                .optional(facts.nextUpdate(), OctetWriter::instant)
                .i32(facts.entries())
                .i32(facts.octets())
                .u8(Codes.LIST_SIGNATURE.of(list.signature()));
    }

    static byte[] encode(StoredRevocationList list) {
        OctetWriter out = new OctetWriter(256);
        write(out, list);
        return out.toArray();
    }

    static StoredRevocationList decode(byte[] row) throws Malformed {
        OctetReader in = new OctetReader(row);
        StoredRevocationList list = read(in);
        in.end();
        return list;
    }

    static StoredRevocationList read(OctetReader in) throws Malformed {
        int version = in.u8();
        if (version != VERSION) {
            throw new Malformed("a revocation list in form " + version + ", this program knows " + VERSION);
        }
        RevocationListFacts facts = new RevocationListFacts(
                in.octets(),
                in.octets(),
                in.text(),
                in.octets(),
                number(in),
                in.instant(),
                nextUpdate(in),
                in.i32(),
                in.i32());
        Signature signature = Codes.LIST_SIGNATURE.value(in.u8());
        return new StoredRevocationList(facts, signature);
    }

    private static Optional<BigInteger> number(OctetReader in) throws Malformed {
        if (!in.flag()) {
            return Optional.empty();
        }
        byte[] number = in.block();
        if (number.length == 0) {
            throw new Malformed("a number without digits");
        }
        return Optional.of(new BigInteger(number));
    }

    private static Optional<Instant> nextUpdate(OctetReader in) throws Malformed {
        return in.flag() ? Optional.of(in.instant()) : Optional.empty();
    }
}
