package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1SequenceParser;
import org.bouncycastle.asn1.ASN1SetParser;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.cms.AuthEnvelopedDataParser;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfoParser;
import org.bouncycastle.asn1.cms.EncryptedContentInfoParser;
import org.bouncycastle.asn1.cms.EnvelopedDataParser;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/**
 * An enveloped-data (RFC 5652, section 6) or authenticated-enveloped-data (RFC 5083) without its content, which is read
 * in a pass of its own: what authenticates it stands behind it.
 *
 * @param attributes DER of the authenticated attributes; empty if there are none
 * @param mac the authentication tag; empty for enveloped-data
 */
record Envelope(
        Kind kind, List<RecipientInfo> recipients, AlgorithmIdentifier algorithm, Octets attributes, Octets mac) {

    enum Kind {
        ENVELOPED,
        AUTHENTICATED
    }

    Envelope {
        recipients = List.copyOf(recipients);
    }

    static boolean isEnvelope(ASN1ObjectIdentifier type) {
        return type.equals(CMSObjectIdentifiers.envelopedData) || type.equals(CMSObjectIdentifiers.authEnvelopedData);
    }

    static Envelope read(ASN1ObjectIdentifier type, ContentInfoParser info, Limits limits)
            throws IOException, MalformedCms {
        ASN1SequenceParser body = body(info);
        if (type.equals(CMSObjectIdentifiers.envelopedData)) {
            EnvelopedDataParser parser = new EnvelopedDataParser(body);
            List<RecipientInfo> recipients = recipients(parser.getRecipientInfos(), limits.recipients());
            AlgorithmIdentifier algorithm = parser.getEncryptedContentInfo().getContentEncryptionAlgorithm();
            return new Envelope(Kind.ENVELOPED, recipients, algorithm, Octets.EMPTY, Octets.EMPTY);
        }
        AuthEnvelopedDataParser parser = new AuthEnvelopedDataParser(body);
        List<RecipientInfo> recipients = recipients(parser.getRecipientInfos(), limits.recipients());
        EncryptedContentInfoParser content = parser.getAuthEncryptedContentInfo();
        AlgorithmIdentifier algorithm = content.getContentEncryptionAlgorithm();
        CmsContent.drain(stream(content));
        ASN1SetParser attributes = parser.getAuthAttrs();
        Octets authenticated = attributes == null
                ? Octets.EMPTY
                : Octets.of(attributes.toASN1Primitive().getEncoded(ASN1Encoding.DER));
        return new Envelope(
                Kind.AUTHENTICATED,
                recipients,
                algorithm,
                authenticated,
                Octets.of(parser.getMac().getOctets()));
    }

    private static ASN1SequenceParser body(ContentInfoParser info) throws IOException, MalformedCms {
        if (info.getContent(BERTags.SEQUENCE) instanceof ASN1SequenceParser sequence) {
            return sequence;
        }
        throw MalformedCms.structure("the container has no body");
    }

    private static List<RecipientInfo> recipients(ASN1SetParser set, int max) throws IOException, MalformedCms {
        List<RecipientInfo> found = new ArrayList<>();
        for (ASN1Encodable e = set.readObject(); e != null; e = set.readObject()) {
            if (found.size() == max) {
                throw MalformedCms.limit("recipients", max);
            }
            found.add(RecipientInfo.getInstance(e.toASN1Primitive()));
        }
        return found;
    }

    private static InputStream stream(EncryptedContentInfoParser content) throws IOException, MalformedCms {
        return CmsContent.stream(content.getEncryptedContent(BERTags.OCTET_STRING));
    }

    /** Works on the encrypted content of a container that {@link #read} has understood. */
    static <T> T withContent(Content wrapped, Work<T> work) throws IOException, MalformedCms {
        return CmsInput.read(wrapped, (type, info) -> {
            ASN1SequenceParser body = body(info);
            if (type.equals(CMSObjectIdentifiers.envelopedData)) {
                EnvelopedDataParser parser = new EnvelopedDataParser(body);
                CmsContent.skip(parser.getRecipientInfos());
                return work.on(stream(parser.getEncryptedContentInfo()));
            }
            AuthEnvelopedDataParser parser = new AuthEnvelopedDataParser(body);
            CmsContent.skip(parser.getRecipientInfos());
            return work.on(stream(parser.getAuthEncryptedContentInfo()));
        });
    }

    interface Work<T> {
        T on(InputStream encrypted) throws IOException, MalformedCms;
    }
}
