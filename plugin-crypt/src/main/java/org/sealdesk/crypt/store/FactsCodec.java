package org.sealdesk.crypt.store;

import java.time.Instant;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateFacts.OwnerCheck;
import org.sealdesk.crypt.key.CertificateFacts.Role;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * The facts about a certificate as octets, and back.
 */
final class FactsCodec {

    private FactsCodec() {}

    static void write(OctetWriter out, CertificateFacts facts) {
        out.u8(Codes.TRUST.of(facts.trust()))
                .flag(facts.anchor())
                .u8(Codes.ROLE.of(facts.role()))
                .u8(Codes.SOURCE.of(facts.source()))
                .instant(facts.addedAt())
                .list(facts.related(), CertificateCodec::writeFingerprint)
                .optional(facts.ownerCheck(), FactsCodec::writeCheck);
    }

    static CertificateFacts read(OctetReader in) throws Malformed {
        TrustLevel trust = Codes.TRUST.value(in.u8());
        boolean anchor = in.flag();
        Role role = Codes.ROLE.value(in.u8());
        Source source = Codes.SOURCE.value(in.u8());
        Instant addedAt = in.instant();
        var related = in.list(CertificateCodec::readFingerprint);
        return new CertificateFacts(trust, anchor, role, source, addedAt, related, in.optional(FactsCodec::readCheck));
    }

    private static void writeCheck(OctetWriter out, OwnerCheck check) {
        out.text(check.who()).instant(check.when()).text(check.how());
    }

    private static OwnerCheck readCheck(OctetReader in) throws Malformed {
        return new OwnerCheck(in.text(), in.instant(), in.text());
    }
}
