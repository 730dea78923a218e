package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.sealdesk.crypt.octets.Content;

/** Makes signed-data (RFC 5652, section 5) with one signer. */
final class SignedDataWriter {

    private static final ASN1ObjectIdentifier CAPABILITIES = PKCSObjectIdentifiers.pkcs_9_at_smimeCapabilities;

    /** What we can open, best first (RFC 8551, section 2.5.2). */
    private static final List<ASN1ObjectIdentifier> CIPHERS = List.of(
            NISTObjectIdentifiers.id_aes256_GCM,
            NISTObjectIdentifiers.id_aes128_GCM,
            NISTObjectIdentifiers.id_aes256_CBC,
            NISTObjectIdentifiers.id_aes192_CBC,
            NISTObjectIdentifiers.id_aes128_CBC);

    private final Jca jca;
    private final SecureRandom random;

    SignedDataWriter(Jca jca, SecureRandom random) {
        this.jca = jca;
        this.random = random;
    }

    void writeDetached(
            Content content,
            OwnKey signer,
            SigningMethod method,
            List<ParsedCertificate> chain,
            Instant at,
            OutputStream out)
            throws IOException, GeneralSecurityException {
        SignerInfo info = sign(content, signer, method, at);
        write(Der.of(Der.SEQUENCE, Der.of(CMSObjectIdentifiers.data)), info, chain, out);
    }

    void writeOpaque(
            Content content,
            OwnKey signer,
            SigningMethod method,
            List<ParsedCertificate> chain,
            Instant at,
            OutputStream out)
            throws IOException, GeneralSecurityException {
        SignerInfo info = sign(content, signer, method, at);
        Der octets = Der.stream(Der.OCTET_STRING, content.size(), o -> {
            try (var in = content.open()) {
                in.transferTo(o);
            }
        });
        Der encapsulated = Der.of(Der.SEQUENCE, Der.of(CMSObjectIdentifiers.data), Der.of(Der.TAGGED_0, octets));
        write(encapsulated, info, chain, out);
    }

    private static void write(Der encapsulated, SignerInfo signer, List<ParsedCertificate> chain, OutputStream out)
            throws IOException {
        Der[] certificates = new Der[chain.size()];
        for (int i = 0; i < certificates.length; i++) {
            certificates[i] = new Der.Leaf(chain.get(i).certificate().encoded().toArray());
        }
        Der signedData = Der.of(
                Der.SEQUENCE,
                Der.of(new ASN1Integer(1)),
                Der.of(new DERSet(signer.getDigestAlgorithm())),
                encapsulated,
                Der.of(Der.TAGGED_0, certificates),
                Der.of(new DERSet(signer)));
        Der.of(Der.SEQUENCE, Der.of(CMSObjectIdentifiers.signedData), Der.of(Der.TAGGED_0, signedData))
                .writeTo(out);
    }

    private SignerInfo sign(Content content, OwnKey signer, SigningMethod method, Instant at)
            throws IOException, GeneralSecurityException {
        DigestAlgorithm digest = method.scheme().digest();
        byte[] messageDigest =
                ContentDigests.of(content, Set.of(digest), jca).get(digest).toArray();
        ParsedCertificate certificate = signer.certificate();
        ASN1Set attributes = attributes(messageDigest, certificate, at);
        byte[] signature = sign(attributes.getEncoded(ASN1Encoding.DER), signer, method.scheme());
        SignerIdentifier id = new SignerIdentifier(new IssuerAndSerialNumber(
                certificate.asn1().getIssuer(), certificate.x509().serial()));
        return new SignerInfo(
                id, digest.identifier(), attributes, method.identifier(), new DEROctetString(signature), (ASN1Set)
                        null);
    }

    private byte[] sign(byte[] octets, OwnKey signer, SignatureScheme scheme)
            throws GeneralSecurityException, IOException {
        if (scheme.family().equals("EC")) {
            // Through the JDK's interfaces the curve would come anew each time, without what was computed for it.
            ECDSASigner ecdsa = new ECDSASigner();
            ecdsa.init(true, new ParametersWithRandom(signer.forBouncyCastle(), random));
            BigInteger[] pair =
                    ecdsa.generateSignature(jca.digest(scheme.digest()).digest(octets));
            return StandardDSAEncoding.INSTANCE.encode(ecdsa.getOrder(), pair[0], pair[1]);
        }
        Signature engine = scheme.engine(jca);
        engine.initSign(signer.forJdk(), random);
        engine.update(octets);
        return engine.sign();
    }

    private static ASN1Set attributes(byte[] messageDigest, ParsedCertificate signer, Instant at) {
        ASN1EncodableVector all = new ASN1EncodableVector();
        all.add(attribute(CMSAttributes.contentType, CMSObjectIdentifiers.data));
        all.add(attribute(CMSAttributes.messageDigest, new DEROctetString(messageDigest)));
        all.add(attribute(CMSAttributes.signingTime, new Time(Date.from(at))));
        ASN1EncodableVector ciphers = new ASN1EncodableVector();
        CIPHERS.forEach(c -> ciphers.add(new DERSequence(c)));
        all.add(attribute(CAPABILITIES, new DERSequence(ciphers)));
        // Its default digest is SHA-256, and so is the fingerprint.
        ESSCertIDv2 name =
                new ESSCertIDv2(signer.certificate().fingerprint().value().toArray());
        all.add(attribute(
                PKCSObjectIdentifiers.id_aa_signingCertificateV2, new SigningCertificateV2(new ESSCertIDv2[] {name})));
        return new DERSet(all);
    }

    private static Attribute attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return new Attribute(type, new DERSet(value));
    }
}
