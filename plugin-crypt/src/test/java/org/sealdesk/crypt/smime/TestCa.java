package org.sealdesk.crypt.smime;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates of any shape, good and bad, around a fixed time. */
final class TestCa {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final BouncyCastleProvider BC = new BouncyCastleProvider();

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A certificate with its keys. */
    record Entity(X500Name name, KeyPair keys, X509Certificate certificate) {
        byte[] der() {
            try {
                return certificate.getEncoded();
            } catch (java.security.GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        byte[] pkcs8() {
            return keys.getPrivate().getEncoded();
        }
    }

    private TestCa() {}

    static KeyPair keys(String kind) throws Exception {
        KeyPairGenerator generator;
        if (kind.startsWith("RSA")) {
            generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(Integer.parseInt(kind.substring("RSA".length())), RANDOM);
        } else if (kind.startsWith("secp") || kind.startsWith("brainpool")) {
            generator = KeyPairGenerator.getInstance("EC", BC);
            generator.initialize(new ECGenParameterSpec(kind), RANDOM);
        } else {
            generator = KeyPairGenerator.getInstance(kind, BC);
        }
        return generator.generateKeyPair();
    }

    /** A certificate in the making. */
    static final class Draft {
        private final X500Name name;
        private KeyPair keys;
        private Instant from = NOW.minus(Duration.ofDays(100));
        private Instant to = NOW.plus(Duration.ofDays(100));
        private BigInteger serial = new BigInteger(100, RANDOM).add(BigInteger.ONE);
        private String algorithm = "";
        private final List<Extension> extensions = new ArrayList<>();

        Draft(String name, String keyKind) throws Exception {
            this.name = new X500Name(name);
            this.keys = TestCa.keys(keyKind);
        }

        Draft keys(KeyPair others) {
            keys = others;
            return this;
        }

        Draft valid(Instant start, Instant end) {
            from = start;
            to = end;
            return this;
        }

        Draft serial(long number) {
            serial = BigInteger.valueOf(number);
            return this;
        }

        Draft signedWith(String name) {
            algorithm = name;
            return this;
        }

        Draft with(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) throws Exception {
            extensions.add(Extension.create(oid, critical, value));
            return this;
        }

        Draft authority() throws Exception {
            return with(Extension.basicConstraints, true, new BasicConstraints(true))
                    .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
        }

        Draft authority(int pathLength) throws Exception {
            return with(Extension.basicConstraints, true, new BasicConstraints(pathLength))
                    .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
        }

        Draft usage(int bits) throws Exception {
            return with(Extension.keyUsage, true, new KeyUsage(bits));
        }

        Draft purpose(KeyPurposeId... purposes) throws Exception {
            return with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        }

        Draft mailbox(String address) throws Exception {
            return with(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.rfc822Name, new DERIA5String(address))));
        }

        Draft permitsMail(String constraint) throws Exception {
            GeneralSubtree[] permitted = {
                new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, new DERIA5String(constraint)))
            };
            return with(Extension.nameConstraints, true, new NameConstraints(permitted, null));
        }

        Draft excludesMail(String constraint) throws Exception {
            GeneralSubtree[] excluded = {
                new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, new DERIA5String(constraint)))
            };
            return with(Extension.nameConstraints, true, new NameConstraints(null, excluded));
        }

        Entity selfSigned() throws Exception {
            return issue(name, keys);
        }

        Entity signedBy(Entity issuer) throws Exception {
            return issue(issuer.name(), issuer.keys());
        }

        private Entity issue(X500Name issuer, KeyPair issuerKeys) throws Exception {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    issuer,
                    serial,
                    Date.from(from),
                    Date.from(to),
                    name,
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
            for (Extension e : extensions) {
                builder.addExtension(e);
            }
            String chosen = algorithm.isEmpty() ? usual(issuerKeys) : algorithm;
            return new Entity(
                    name,
                    keys,
                    new JcaX509CertificateConverter()
                            .setProvider(BC)
                            .getCertificate(builder.build(new JcaContentSignerBuilder(chosen)
                                    .setProvider(BC)
                                    .build(issuerKeys.getPrivate()))));
        }

        private static String usual(KeyPair keys) {
            return switch (keys.getPrivate().getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> keys.getPrivate().getAlgorithm();
            };
        }
    }

    static Draft draft(String name) throws Exception {
        return new Draft(name, "secp256r1");
    }

    static Entity root() throws Exception {
        return draft("CN=Root").authority().selfSigned();
    }

    static Draft person(String address) throws Exception {
        return draft("CN=" + address.replaceAll("@.*", ""))
                .usage(KeyUsage.digitalSignature)
                .purpose(KeyPurposeId.id_kp_emailProtection)
                .mailbox(address);
    }
}
