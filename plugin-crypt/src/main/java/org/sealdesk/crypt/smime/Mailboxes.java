package org.sealdesk.crypt.smime;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.sealdesk.crypt.address.MailAddress;

/**
 * The mailboxes a certificate proves, read from its ASN.1 and never from a printed form: a comma, a NUL or a line end
 * in a name is a character of that name and makes it no mailbox.
 *
 * @param internationalised those from SmtpUTF8Mailbox (RFC 9598); also among the proven
 * @param defects what is wrong with the subject alternative names; a certificate with a defect is not trusted
 */
record Mailboxes(Set<MailAddress> proven, Set<MailAddress> internationalised, List<String> defects) {

    private static final ASN1ObjectIdentifier SMTP_UTF8_MAILBOX = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9");
    private static final int IA5_END = 0x80;

    static Mailboxes of(
            Optional<Extensions> extensions, X500Name subject, SmimeOptions.SubjectEmail policy, int maxNames) {
        Reader reader = new Reader();
        extensions
                .map(e -> e.getExtension(Extension.subjectAlternativeName))
                .ifPresent(e -> reader.readAlternatives(e, maxNames));
        if (!reader.sawMailbox && reader.defects.isEmpty() && policy == SmimeOptions.SubjectEmail.IF_NO_MAILBOX) {
            reader.readSubject(subject);
        }
        return new Mailboxes(reader.proven, reader.internationalised, List.copyOf(reader.defects));
    }

    private static final class Reader {
        private final Set<MailAddress> proven = new LinkedHashSet<>();
        private final Set<MailAddress> internationalised = new LinkedHashSet<>();
        private final List<String> defects = new ArrayList<>();
        private boolean sawMailbox;

        void readAlternatives(Extension extension, int maxNames) {
            try {
                GeneralName[] names =
                        GeneralNames.getInstance(extension.getParsedValue()).getNames();
                if (names.length > maxNames) {
                    defects.add(names.length + " subject alternative names, at most " + maxNames + " are read");
                    return;
                }
                for (GeneralName name : names) {
                    readName(name);
                }
            } catch (RuntimeException e) {
                defects.add("the subject alternative names are not well formed");
            }
        }

        private void readName(GeneralName name) {
            if (name.getTagNo() == GeneralName.rfc822Name) {
                sawMailbox = true;
                readRfc822(ASN1IA5String.getInstance(name.getName()).getString());
            } else if (name.getTagNo() == GeneralName.otherName) {
                OtherName other = OtherName.getInstance(name.getName());
                if (other.getTypeID().equals(SMTP_UTF8_MAILBOX)) {
                    sawMailbox = true;
                    readUtf8(ASN1UTF8String.getInstance(other.getValue()).getString());
                }
            }
        }

        private void readRfc822(String text) {
            Optional<MailAddress> address =
                    text.chars().allMatch(c -> c < IA5_END) ? MailAddress.parse(text) : Optional.empty();
            address.ifPresentOrElse(proven::add, () -> defects.add("the rfc822Name " + shown(text) + " is no mailbox"));
        }

        private void readUtf8(String text) {
            MailAddress.parse(text)
                    .ifPresentOrElse(
                            a -> {
                                proven.add(a);
                                internationalised.add(a);
                            },
                            () -> defects.add("the SmtpUTF8Mailbox " + shown(text) + " is no mailbox"));
        }

        void readSubject(X500Name subject) {
            for (RDN rdn : subject.getRDNs()) {
                for (AttributeTypeAndValue tv : rdn.getTypesAndValues()) {
                    if (tv.getType().equals(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)
                            && tv.getValue() instanceof ASN1String s) {
                        String text = s.getString();
                        if (text.chars().allMatch(c -> c < IA5_END)) {
                            MailAddress.parse(text).ifPresent(proven::add);
                        }
                    }
                }
            }
        }

        private static String shown(String text) {
            StringBuilder out = new StringBuilder("\"");
            text.chars()
                    .limit(100)
                    .forEach(c ->
                            out.append(c > ' ' && c < 0x7f ? String.valueOf((char) c) : String.format("\\u%04X", c)));
            return out.append('"').toString();
        }
    }
}
