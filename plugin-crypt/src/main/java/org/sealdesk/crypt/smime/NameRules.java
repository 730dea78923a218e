package org.sealdesk.crypt.smime;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain.Refused;

/**
 * Name constraints (RFC 5280, section 4.2.1.10) from the anchor on: an administrator who trusts an authority "for
 * example.org only" says so in the anchor, and path validation begins below it. Constraints on mailboxes also hold for
 * internationalised ones (RFC 9598, section 6).
 */
final class NameRules {

    /** More constraints than this are an attack on the one who checks them. */
    private static final int MAX_CONSTRAINTS = 500;

    private final PKIXNameConstraintValidator names = new PKIXNameConstraintValidator();
    private boolean constrained;

    private NameRules() {}

    static Optional<Refused> firstBroken(CertificatePath path) {
        NameRules rules = new NameRules();
        List<ParsedCertificate> all = path.withAnchor();
        for (int i = all.size() - 1; i >= 0; i--) {
            ParsedCertificate certificate = all.get(i);
            boolean exempt = i == all.size() - 1 || (certificate.isSelfIssued() && i > 0);
            try {
                if (!exempt && rules.constrained) {
                    rules.check(certificate);
                }
                rules.add(certificate);
            } catch (NameConstraintValidatorException e) {
                return ValidationRules.refuse(
                        "cert.constraints", certificate, "a name is outside its authority's constraints");
            } catch (RuntimeException e) {
                return ValidationRules.refuse(
                        "cert.constraints", certificate, "its names or constraints are not well formed");
            }
        }
        return Optional.empty();
    }

    private void add(ParsedCertificate certificate) {
        NameConstraints constraints = certificate
                .extensions()
                .map(e -> NameConstraints.getInstance(e.getExtensionParsedValue(Extension.nameConstraints)))
                .orElse(null);
        if (constraints == null) {
            return;
        }
        constrained = true;
        GeneralSubtree[] permitted = constraints.getPermittedSubtrees();
        GeneralSubtree[] excluded = constraints.getExcludedSubtrees();
        if (length(permitted) + length(excluded) > MAX_CONSTRAINTS) {
            throw new IllegalArgumentException("more than " + MAX_CONSTRAINTS + " name constraints");
        }
        if (permitted != null) {
            names.intersectPermittedSubtree(permitted);
        }
        if (excluded != null) {
            for (GeneralSubtree subtree : excluded) {
                names.addExcludedSubtree(subtree);
            }
        }
    }

    private static int length(GeneralSubtree @org.jspecify.annotations.Nullable [] subtrees) {
        return subtrees == null ? 0 : subtrees.length;
    }

    private void check(ParsedCertificate certificate) throws NameConstraintValidatorException {
        X500Name subject = certificate.subject();
        if (subject.getRDNs().length > 0) {
            names.checkPermittedDN(subject);
            names.checkExcludedDN(subject);
        }
        checkSubjectEmails(subject);
        GeneralNames alternatives = certificate
                .extensions()
                .map(e -> GeneralNames.fromExtensions(e, Extension.subjectAlternativeName))
                .orElse(null);
        if (alternatives != null) {
            for (GeneralName name : alternatives.getNames()) {
                names.checkPermitted(name);
                names.checkExcluded(name);
            }
        }
        for (MailAddress address : certificate.mailboxes().internationalised()) {
            checkEmail(address.toString());
        }
    }

    private void checkSubjectEmails(X500Name subject) throws NameConstraintValidatorException {
        for (RDN rdn : subject.getRDNs()) {
            for (AttributeTypeAndValue tv : rdn.getTypesAndValues()) {
                if (tv.getType().equals(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)
                        && tv.getValue() instanceof ASN1String s) {
                    checkEmail(s.getString());
                }
            }
        }
    }

    private void checkEmail(String address) throws NameConstraintValidatorException {
        names.checkPermittedEmail(address);
        names.checkExcludedEmail(address);
    }
}
