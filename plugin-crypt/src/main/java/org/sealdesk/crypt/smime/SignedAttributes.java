package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.sealdesk.crypt.octets.Octets;

/**
 * The signed attributes of one signer, after the rules of RFC 5652, sections 5.3 and 11: each type once, exactly one
 * value in those that matter.
 */
final class SignedAttributes {

    private final Map<ASN1ObjectIdentifier, Attribute> byType = new HashMap<>();
    private final byte[] signed;

    private SignedAttributes(ASN1Set attributes) throws MalformedCms, IOException {
        for (ASN1Encodable e : attributes) {
            Attribute attribute = Attribute.getInstance(e);
            if (byType.put(attribute.getAttrType(), attribute) != null) {
                throw MalformedCms.structure("signed attribute " + attribute.getAttrType() + " occurs twice");
            }
        }
        signed = attributes.getEncoded(ASN1Encoding.DER);
    }

    /** Reads and checks everything that does not need the content or the certificate. */
    static SignedAttributes read(SignerInfo signer, ASN1ObjectIdentifier contentType) throws MalformedCms, IOException {
        SignedAttributes attributes = new SignedAttributes(signer.getAuthenticatedAttributes());
        ASN1Encodable type = attributes.required(CMSAttributes.contentType, "contentType");
        if (!contentType.equals(type)) {
            throw MalformedCms.structure(
                    "attribute contentType is " + type + ", the content is of type " + contentType);
        }
        attributes.required(CMSAttributes.messageDigest, "messageDigest");
        attributes.checkProtection(signer);
        return attributes;
    }

    private ASN1Encodable required(ASN1ObjectIdentifier type, String name) throws MalformedCms {
        return optional(type, name)
                .orElseThrow(() -> MalformedCms.structure("signed attribute " + name + " is missing"));
    }

    private Optional<ASN1Encodable> optional(ASN1ObjectIdentifier type, String name) throws MalformedCms {
        Attribute attribute = byType.get(type);
        if (attribute == null) {
            return Optional.empty();
        }
        if (attribute.getAttrValues().size() != 1) {
            throw MalformedCms.structure("signed attribute " + name + " has "
                    + attribute.getAttrValues().size() + " values, the rule is one");
        }
        return Optional.of(attribute.getAttrValues().getObjectAt(0));
    }

    /** RFC 6211: the algorithms within the signature are those beside it. */
    private void checkProtection(SignerInfo signer) throws MalformedCms {
        Optional<ASN1Encodable> value = optional(CMSAttributes.cmsAlgorithmProtect, "CMSAlgorithmProtection");
        if (value.isEmpty()) {
            return;
        }
        CMSAlgorithmProtection protection = CMSAlgorithmProtection.getInstance(value.get());
        boolean agrees = protection.getSignatureAlgorithm() != null
                && Algorithms.same(protection.getDigestAlgorithm(), signer.getDigestAlgorithm())
                && Algorithms.same(protection.getSignatureAlgorithm(), signer.getDigestEncryptionAlgorithm());
        if (!agrees) {
            throw MalformedCms.structure("the algorithms differ from those in attribute CMSAlgorithmProtection");
        }
    }

    /** The octets the signature is over. */
    byte[] signed() {
        return signed;
    }

    Octets messageDigest() throws MalformedCms {
        return Octets.of(ASN1OctetString.getInstance(required(CMSAttributes.messageDigest, "messageDigest"))
                .getOctets());
    }

    /** What the signer claims; strange times count as none. */
    Optional<Instant> signingTime() {
        try {
            return optional(CMSAttributes.signingTime, "signingTime")
                    .map(t -> Time.getInstance(t).getDate().toInstant());
        } catch (MalformedCms | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** RFC 5035: the digest of the one certificate that may verify this, if the signer named it. */
    Optional<ESSCertIDv2> signingCertificate() throws MalformedCms {
        Optional<ASN1Encodable> v2 = optional(PKCSObjectIdentifiers.id_aa_signingCertificateV2, "signingCertificateV2");
        if (v2.isPresent()) {
            return first(SigningCertificateV2.getInstance(v2.get()).getCerts());
        }
        Optional<ASN1Encodable> v1 = optional(PKCSObjectIdentifiers.id_aa_signingCertificate, "signingCertificate");
        if (v1.isPresent()) {
            var certs = SigningCertificate.getInstance(v1.get()).getCerts();
            return certs.length == 0 ? Optional.empty() : Optional.of(ESSCertIDv2.from(certs[0]));
        }
        return Optional.empty();
    }

    private static Optional<ESSCertIDv2> first(ESSCertIDv2[] certs) {
        return certs.length == 0 ? Optional.empty() : Optional.of(certs[0]);
    }
}
