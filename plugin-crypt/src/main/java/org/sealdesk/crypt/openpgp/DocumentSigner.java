package org.sealdesk.crypt.openpgp;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.engine.SealContext;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Certificate;

/** An own key that is ready to sign one document. */
final class DocumentSigner {

    private final EvaluatedKey key;
    private final PGPPrivateKey secret;

    private DocumentSigner(EvaluatedKey key, PGPPrivateKey secret) {
        this.key = key;
        this.secret = secret;
    }

    /** @throws EngineRefusal if no key of the certificate may sign then, or its secret half is not at hand */
    static DocumentSigner of(Certificate signer, SealContext context, CertificateCache cache, SecretKeys secrets)
            throws EngineRefusal {
        EvaluatedCertificate certificate = cache.find(signer.encoded(), context.policy())
                .orElseThrow(() -> new EngineRefusal(
                        "key.unsupported", "certificate " + signer.fingerprint() + " cannot be read"));
        List<EvaluatedKey> usable = KeyChoice.usable(certificate, Usability.Purpose.SIGN, context.at());
        if (usable.isEmpty()
                && KeyChoice.usability(certificate, Usability.Purpose.SIGN, context.at())
                        instanceof Usability.Unusable no) {
            throw new EngineRefusal(no.code(), no.reason());
        }
        EngineRefusal refusal = new EngineRefusal(
                "key.missing", "no secret key that may sign is here for certificate " + signer.fingerprint());
        for (EvaluatedKey key : usable) {
            SecretKeys.Answer answer = secrets.find(signer.secretKeyId(), key, context.secrets());
            if (answer instanceof SecretKeys.Answer.Open open) {
                return new DocumentSigner(key, open.key());
            }
            if (answer instanceof SecretKeys.Answer.Locked locked) {
                String code = context.secrets().isLocked() ? "store.locked" : "key.locked";
                refusal = new EngineRefusal(code, locked.why());
            }
        }
        throw refusal;
    }

    /** RFC 9580, section 9.4: no shorter than half the strength of the key asks for. */
    static int digestFor(EvaluatedKey key) {
        boolean large = key.kind().family().equals("ED448")
                || key.kind().family().equals("EC") && key.kind().bits() > 256;
        return large ? HashAlgorithmTags.SHA512 : HashAlgorithmTags.SHA256;
    }

    int digest() {
        return digestFor(key);
    }

    /** For people. */
    String algorithm() {
        return key.kind().text() + ", " + Algorithms.digest(digest()).orElseThrow();
    }

    /**
     * A signature that waits for its content.
     *
     * @param sink takes a content as a whole; {@link PGPSignatureGenerator#update(byte[])} takes it in pieces
     */
    record Begun(PGPSignatureGenerator generator, DigestSink sink) {}

    /**
     * Begins a binary document signature.
     *
     * @param recipients certificates the signature is meant for; empty for everybody
     */
    Begun begin(Instant at, List<EvaluatedCertificate> recipients) throws PGPException {
        PGPPublicKey publicKey = key.key();
        Signers signers = new Signers(publicKey.getAlgorithm(), digest());
        PGPSignatureGenerator generator = new PGPSignatureGenerator(signers, publicKey);
        generator.init(PGPSignature.BINARY_DOCUMENT, secret);
        PGPSignatureSubpacketGenerator hashed = new PGPSignatureSubpacketGenerator();
        hashed.setSignatureCreationTime(true, Date.from(at));
        hashed.setIssuerFingerprint(false, publicKey);
        for (EvaluatedCertificate recipient : recipients) {
            hashed.addIntendedRecipientFingerprint(false, recipient.primary().key());
        }
        generator.setHashedSubpackets(hashed.generate());
        PGPSignatureSubpacketGenerator unhashed = new PGPSignatureSubpacketGenerator();
        if (publicKey.getVersion() == 4) {
            unhashed.setIssuerKeyID(false, publicKey.getKeyID());
        }
        generator.setUnhashedSubpackets(unhashed.generate());
        return new Begun(generator, signers.sink());
    }
}
