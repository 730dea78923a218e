package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1SetParser;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.cms.ContentInfoParser;
import org.bouncycastle.asn1.cms.SignedDataParser;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.octets.SpillBuffer;
import org.sealdesk.crypt.policy.Limits;

/**
 * A signed-data (RFC 5652, section 5), read and not yet judged.
 *
 * @param contentType of what is signed
 * @param content empty for a detached signature
 * @param certificates encoded, as they came along: hints from a stranger
 */
record SignedMessage(
        ASN1ObjectIdentifier contentType,
        Optional<Content> content,
        List<Octets> certificates,
        List<SignerInfo> signers) {

    /** What to do with a content inside. */
    interface Inside {
        Content take(java.io.InputStream content) throws IOException, MalformedCms;

        /** For detached signatures: two contents and one signature would leave open which of them is signed. */
        static Inside refuse() {
            return content -> {
                throw new MalformedCms(
                        "CMS-ECONTENT-PRESENT", "a detached signature must not carry content of its own");
            };
        }

        static Inside keepIn(SpillBuffer buffer) {
            return content -> CmsContent.spool(content, buffer);
        }
    }

    static SignedMessage read(ContentInfoParser info, Inside inside, Limits limits) throws IOException, MalformedCms {
        SignedDataParser parser = SignedDataParser.getInstance(info.getContent(BERTags.SEQUENCE));
        skip(parser.getDigestAlgorithms(), limits.signatures());
        ContentInfoParser encapsulated = parser.getEncapContentInfo();
        ASN1ObjectIdentifier type = encapsulated.getContentType();
        @Nullable ASN1Encodable octets = encapsulated.getContent(BERTags.OCTET_STRING);
        Optional<Content> content =
                octets == null ? Optional.empty() : Optional.of(inside.take(CmsContent.stream(octets)));
        List<Octets> certificates = certificates(parser.getCertificates(), limits.cmsCertificates());
        skip(parser.getCrls(), limits.cmsCertificates());
        return new SignedMessage(type, content, certificates, signers(parser.getSignerInfos(), limits.signatures()));
    }

    private static void skip(@Nullable ASN1SetParser set, int max) throws IOException, MalformedCms {
        if (set == null) {
            return;
        }
        int count = 0;
        for (ASN1Encodable e = set.readObject(); e != null; e = set.readObject()) {
            e.toASN1Primitive();
            if (++count > max) {
                throw MalformedCms.limit("elements in one set", max);
            }
        }
    }

    private static List<Octets> certificates(@Nullable ASN1SetParser set, int max) throws IOException, MalformedCms {
        List<Octets> found = new ArrayList<>();
        if (set == null) {
            return found;
        }
        int count = 0;
        for (ASN1Encodable e = set.readObject(); e != null; e = set.readObject()) {
            if (++count > max) {
                throw MalformedCms.limit("certificates", max);
            }
            // Attribute certificates and other formats are tagged.
            if (e.toASN1Primitive() instanceof ASN1Sequence certificate) {
                found.add(Octets.of(certificate.getEncoded()));
            }
        }
        return found;
    }

    private static List<SignerInfo> signers(ASN1SetParser set, int max) throws IOException, MalformedCms {
        List<SignerInfo> found = new ArrayList<>();
        for (ASN1Encodable e = set.readObject(); e != null; e = set.readObject()) {
            if (found.size() == max) {
                throw MalformedCms.limit("signatures", max);
            }
            found.add(SignerInfo.getInstance(e.toASN1Primitive()));
        }
        return found;
    }
}
