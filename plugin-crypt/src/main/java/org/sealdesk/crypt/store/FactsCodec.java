package org.sealdesk.crypt.store;

import java.time.Instant;
import java.util.Optional;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateFacts.OwnerCheck;
import org.sealdesk.crypt.key.CertificateFacts.Role;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * The facts about a certificate as octets, and back. The first octet tells the form: the first form began with the trust,
 * whose numbers are small; since then it is the number of the form, with the highest bit set.
 */
final class FactsCodec {

    private static final int FORM = 2;
    private static final int FORM_BIT = 0x80;

    private FactsCodec() {}

    static void write(OctetWriter out, CertificateFacts facts) {
        out.u8(FORM_BIT | FORM)
                .u8(Codes.TRUST.of(facts.trust()))
                .flag(facts.anchor())
                .u8(Codes.ROLE.of(facts.role()))
                .u8(Codes.SOURCE.of(facts.source()))
                .instant(facts.addedAt())
                .list(facts.related(), CertificateCodec::writeFingerprint)
                .optional(facts.ownerCheck(), FactsCodec::writeCheck)
                .optional(facts.uploader(), OctetWriter::text);
    }

    static CertificateFacts read(OctetReader in) throws Malformed {
        int first = in.u8();
        int form = first < FORM_BIT ? 1 : first - FORM_BIT;
        if (form > FORM) {
            throw new Malformed("facts in form " + form + ", this program reads up to " + FORM);
        }
        TrustLevel trust = Codes.TRUST.value(form == 1 ? first : in.u8());
        boolean anchor = in.flag();
        Role role = Codes.ROLE.value(in.u8());
        Source source = Codes.SOURCE.value(in.u8());
        Instant addedAt = in.instant();
        var related = in.list(CertificateCodec::readFingerprint);
        var check = in.optional(FactsCodec::readCheck);
        Optional<String> uploader = form == 1 ? Optional.empty() : in.optional(OctetReader::text);
        return new CertificateFacts(trust, anchor, role, source, addedAt, related, check, uploader);
    }

    private static void writeCheck(OctetWriter out, OwnerCheck check) {
        out.text(check.who()).instant(check.when()).text(check.how());
    }

    private static OwnerCheck readCheck(OctetReader in) throws Malformed {
        return new OwnerCheck(in.text(), in.instant(), in.text());
    }
}
