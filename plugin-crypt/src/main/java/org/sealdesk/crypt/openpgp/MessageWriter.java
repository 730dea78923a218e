package org.sealdesk.crypt.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.operator.PGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcePGPDataEncryptorBuilder;
import org.sealdesk.crypt.engine.CryptoEngine.DetachedSignature;
import org.sealdesk.crypt.engine.CryptoEngine.Encrypted;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.engine.SealContext;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.octets.Content;

/**
 * Signs and encrypts. Everything that can be refused is refused before the first octet is written. Never compresses:
 * the length of compressed text tells what is in it.
 */
final class MessageWriter {

    private static final int MIN_PART_OCTETS = 512;
    private static final int MAX_PART_OCTETS = 64 * 1024;

    /** About what a signature or a session key takes. */
    private static final int PACKET_OCTETS = 1024;

    /** Chunks of 2^16 octets: any reader can buffer one. */
    private static final int AEAD_CHUNK_BITS = 16;

    private final SealContext context;
    private final CertificateCache cache;
    private final SecretKeys secretKeys;
    private final SecureRandom random;

    MessageWriter(SealContext context, CertificateCache cache, SecretKeys secretKeys, SecureRandom random) {
        this.context = context;
        this.cache = cache;
        this.secretKeys = secretKeys;
        this.random = random;
    }

    DetachedSignature signDetached(Content signed, Certificate certificate) throws EngineRefusal, IOException {
        DocumentSigner signer = signer(certificate);
        try {
            DocumentSigner.Begun begun = signer.begin(context.at(), List.of());
            begun.sink().feed(signed);
            ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
            try (ArmourWriter armour = new ArmourWriter(ArmourWriter.SIGNATURE, PACKET_OCTETS, out)) {
                begun.generator().generate().encode(armour);
            }
            return new DetachedSignature(
                    Content.ofTrusted(out.toByteArray()), Algorithms.micalg(signer.digest()), signer.algorithm());
        } catch (PGPException | RuntimeException e) {
            throw failed(e);
        }
    }

    void signOpaque(Content content, Certificate certificate, OutputStream out) throws EngineRefusal, IOException {
        DocumentSigner signer = signer(certificate);
        try (ArmourWriter armour = new ArmourWriter(ArmourWriter.MESSAGE, content.size() + PACKET_OCTETS, out)) {
            writePayload(
                    content, Optional.of(signer.begin(context.at(), List.of()).generator()), armour);
        } catch (PGPException | RuntimeException e) {
            throw failed(e);
        }
    }

    Encrypted encrypt(Content plain, List<Certificate> certificates, Optional<Certificate> signer, OutputStream out)
            throws EngineRefusal, IOException {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("recipients: at least one is needed");
        }
        List<EvaluatedCertificate> recipients = new ArrayList<>();
        PGPEncryptedDataGenerator generator;
        for (Certificate certificate : certificates) {
            recipients.add(recipient(certificate));
        }
        boolean version2 = recipients.stream().allMatch(r -> r.at(context.at()).understandsSeipd2());
        generator = new PGPEncryptedDataGenerator(version2 ? aead() : cfb());
        for (EvaluatedCertificate recipient : recipients) {
            for (EvaluatedKey key : KeyChoice.usable(recipient, Usability.Purpose.ENCRYPT, context.at())) {
                generator.addMethod(new SessionKeyWriter(key, random));
            }
        }
        Optional<DocumentSigner> own = signer.isPresent() ? Optional.of(signer(signer.get())) : Optional.empty();
        try (ArmourWriter armour = new ArmourWriter(ArmourWriter.MESSAGE, plain.size() + PACKET_OCTETS, out)) {
            Optional<PGPSignatureGenerator> signature = own.isPresent()
                    ? Optional.of(own.get().begin(context.at(), recipients).generator())
                    : Optional.empty();
            try (OutputStream packets = generator.open(armour, new byte[partOctets(plain.size())])) {
                writePayload(plain, signature, packets);
            }
        } catch (PGPException | RuntimeException e) {
            throw failed(e);
        }
        return new Encrypted(version2 ? "AES-256 OCB" : "AES-256 CFB with MDC", true);
    }

    /** RFC 9580, section 4.2.1.4: a power of two, at least 512. What fits into one part is one packet of known length. */
    private static int partOctets(long plainOctets) {
        int part = MIN_PART_OCTETS;
        while (part < MAX_PART_OCTETS && part < plainOctets + PACKET_OCTETS) {
            part *= 2;
        }
        return part;
    }

    private PGPDataEncryptorBuilder cfb() {
        return new JcePGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setWithIntegrityPacket(true)
                .setSecureRandom(random);
    }

    private PGPDataEncryptorBuilder aead() {
        return new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setSecureRandom(random)
                .setWithAEAD(AEADAlgorithmTags.OCB, AEAD_CHUNK_BITS)
                .setUseV6AEAD();
    }

    private EvaluatedCertificate recipient(Certificate certificate) throws EngineRefusal {
        EvaluatedCertificate evaluated = cache.find(certificate.encoded(), context.policy())
                .orElseThrow(() -> new EngineRefusal(
                        "key.unsupported", "certificate " + certificate.fingerprint() + " cannot be read"));
        if (KeyChoice.usability(evaluated, Usability.Purpose.ENCRYPT, context.at()) instanceof Usability.Unusable no) {
            throw new EngineRefusal(no.code(), no.reason());
        }
        return evaluated;
    }

    private DocumentSigner signer(Certificate certificate) throws EngineRefusal {
        return DocumentSigner.of(certificate, context, cache, secretKeys);
    }

    /** File name empty, date zero: neither is signed, and nobody needs them. */
    private static void writePayload(Content content, Optional<PGPSignatureGenerator> signature, OutputStream out)
            throws IOException, PGPException {
        if (signature.isPresent()) {
            signature.get().generateOnePassVersion(false).encode(out);
        }
        try (OutputStream literal = new PGPLiteralDataGenerator()
                .open(out, PGPLiteralData.BINARY, "", content.size(), Date.from(Instant.EPOCH))) {
            copy(content, literal, signature);
        }
        if (signature.isPresent()) {
            signature.get().generate().encode(out);
        }
    }

    private static void copy(Content content, OutputStream out, Optional<PGPSignatureGenerator> signature)
            throws IOException {
        byte[] chunk = new byte[content.bufferOctets(MAX_PART_OCTETS)];
        try (InputStream in = content.open()) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                out.write(chunk, 0, n);
                if (signature.isPresent()) {
                    signature.get().update(chunk, 0, n);
                }
            }
        }
    }

    private static EngineRefusal failed(Exception cause) {
        return new EngineRefusal("algorithm.refused", "the cryptographic library refused to work", cause);
    }
}
