package org.sealdesk.crypt.openpgp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.engine.CryptoEngine;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.engine.SealContext;
import org.sealdesk.crypt.engine.UnlockedKeys;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.Technology;

/** OpenPGP by RFC 9580, as strict as mail needs. May be used from any thread. */
public final class OpenPgpEngine implements CryptoEngine {

    private static final int SIGNATURE_BUFFER_OCTETS = 4096;

    private final AlgorithmPolicy policy;
    private final CertificateCache cache = new CertificateCache();
    private final SecretKeys secretKeys;
    private final SecureRandom random;

    /** @param unlocked shared by all uses of this desk's secret keys */
    public OpenPgpEngine(UnlockedKeys unlocked, AlgorithmPolicy policy, Limits limits, SecureRandom random) {
        this.policy = policy;
        this.secretKeys = new SecretKeys(unlocked, limits);
        this.random = random;
    }

    /** Reads keys for this engine, which need not evaluate them again then. */
    public OpenPgpKeyReader keyReader() {
        return new OpenPgpKeyReader(policy, cache);
    }

    @Override
    public Technology technology() {
        return Technology.OPENPGP;
    }

    @Override
    public List<SignatureOutcome> verifyDetached(Content signed, Content signature, OpenContext context)
            throws IOException {
        List<byte[]> bodies;
        try (InputStream in = signatureStream(signature)) {
            bodies = SignatureList.read(in, context.limits());
        } catch (Malformation e) {
            return List.of(SignatureJudge.malformed("", e.code() + ": " + e.detail()));
        }
        return new SignatureJudge(context, cache, Optional.empty())
                .judge(bodies, signed, List.of(Payload.BINARY, Payload.TEXT));
    }

    private static InputStream signatureStream(Content signature) throws IOException {
        return ArmourReader.labelOf(MessageReader.head(signature)).isPresent()
                ? ArmourReader.open(signature)
                : new BufferedInputStream(signature.open(), signature.bufferOctets(SIGNATURE_BUFFER_OCTETS));
    }

    @Override
    public Unwrapped unwrap(Content wrapped, OpenContext context) throws IOException {
        return new MessageReader(context, cache, secretKeys, random).read(wrapped);
    }

    @Override
    public Usability usability(Certificate certificate, Usability.Purpose purpose, Instant at) {
        return cache.find(certificate.encoded(), policy)
                .map(c -> KeyChoice.usability(c, purpose, at))
                .orElseGet(() -> new Usability.Unusable(
                        "key.unsupported", "certificate " + certificate.fingerprint() + " cannot be read"));
    }

    @Override
    public DetachedSignature signDetached(Content signed, Certificate signer, SealContext context)
            throws EngineRefusal, IOException {
        return writer(context).signDetached(signed, signer);
    }

    @Override
    public String micalg(Certificate signer) {
        return cache.find(signer.encoded(), policy)
                .flatMap(KeyChoice::likelySigner)
                .map(k -> Algorithms.micalg(DocumentSigner.digestFor(k)))
                .orElse("pgp-sha256");
    }

    @Override
    public void signOpaque(Content content, Certificate signer, SealContext context, OutputStream out)
            throws EngineRefusal, IOException {
        writer(context).signOpaque(content, signer, out);
    }

    @Override
    public Encrypted encrypt(
            Content plain,
            List<Certificate> recipients,
            Optional<Certificate> signer,
            SealContext context,
            OutputStream out)
            throws EngineRefusal, IOException {
        return writer(context).encrypt(plain, recipients, signer, out);
    }

    private MessageWriter writer(SealContext context) {
        return new MessageWriter(context, cache, secretKeys, random);
    }

    @Override
    public boolean isRecipient(Content wrapped, Certificate certificate) throws IOException {
        return NamedRecipients.contain(wrapped, certificate);
    }

    @Override
    public boolean signsInsideEncryption() {
        return true;
    }
}
