package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.engine.SecretExporter;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/**
 * Writes PKCS#12 (RFC 7292): key and certificates under PBES2 with AES-256 and PBKDF2 by HMAC-SHA-256, sealed as a whole
 * by a MAC with SHA-256. OpenSSL 3 and Java read it without their legacy algorithms.
 */
public final class SmimeSecretExporter implements SecretExporter {

    /** As many as are asked of PBKDF2 with HMAC-SHA-256 today; far below what readers refuse. */
    private static final int ITERATIONS = 600_000;

    private final Jca jca = new Jca();
    private final CertificateCache certificates;
    private final CertificateStore store;
    private final Limits limits;
    private final SecureRandom random;

    public SmimeSecretExporter(SmimeOptions options, CertificateStore store, Limits limits, SecureRandom random) {
        this.certificates = new CertificateCache(new CertificateParser(jca, options, limits));
        this.store = store;
        this.limits = limits;
        this.random = random;
    }

    @Override
    public Octets export(SecretKeyRecord secret, Certificate certificate, Passphrase passphrase) throws EngineRefusal {
        SecretExporter.requireLong(passphrase);
        char[] chars = passphrase.toChars();
        try {
            return Octets.of(write(secret, certificates.get(certificate.encoded()), chars)
                    .getEncoded());
        } catch (IOException | PKCSException | OperatorCreationException | IllegalArgumentException e) {
            throw new EngineRefusal(
                    "key.mismatch",
                    "the secret key of certificate " + certificate.fingerprint() + " cannot be written: "
                            + e.getMessage(),
                    e);
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    private PKCS12PfxPdu write(SecretKeyRecord secret, ParsedCertificate own, char[] passphrase)
            throws IOException, PKCSException, OperatorCreationException {
        DERBMPString name = new DERBMPString(own.certificate().displayName());
        DEROctetString id =
                new DEROctetString(own.certificate().fingerprint().value().toArray());
        PKCS12SafeBagBuilder key =
                new PKCS12SafeBagBuilder(PrivateKeyInfo.getInstance(secret.encoded()), encryptor(passphrase));
        key.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, name);
        key.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, id);
        List<PKCS12SafeBag> bags = new ArrayList<>();
        for (ParsedCertificate certificate : new OwnChain(certificates).of(own, store, limits)) {
            PKCS12SafeBagBuilder bag = new PKCS12SafeBagBuilder(new X509CertificateHolder(
                    certificate.certificate().encoded().toArray()));
            if (bags.isEmpty()) {
                bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, name);
                bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, id);
            }
            bags.add(bag.build());
        }
        return new PKCS12PfxPduBuilder()
                .addEncryptedData(encryptor(passphrase), bags.toArray(PKCS12SafeBag[]::new))
                .addData(key.build())
                .build(
                        new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                                .setProvider(jca.bouncyCastle())
                                .setIterationCount(ITERATIONS),
                        passphrase);
    }

    private OutputEncryptor encryptor(char[] passphrase) throws OperatorCreationException {
        return new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(jca.bouncyCastle())
                .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
                .setIterationCount(ITERATIONS)
                .setRandom(random)
                .build(passphrase);
    }
}
