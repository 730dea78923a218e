package org.sealdesk.crypt;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Somebody with a P-256 key and a certificate, who can issue certificates and revocation lists of any shape. */
record TestAuthority(X500Name name, KeyPair keys, X509CertificateHolder certificate) {

    static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A certificate in the making, by default a person's who may sign and encrypt. */
    static final class Draft {
        private final X500Name name;
        private final KeyPair keys;
        private Instant from = NOW.minus(Duration.ofDays(100));
        private Instant to = NOW.plus(Duration.ofDays(100));
        private final java.util.List<Extension> extensions = new java.util.ArrayList<>();

        private Draft(String name, KeyPair keys) {
            this.name = new X500Name(name);
            this.keys = keys;
        }

        Draft until(Instant end) {
            to = end;
            return this;
        }

        Draft with(ASN1ObjectIdentifier oid, Criticality criticality, ASN1Encodable value) {
            try {
                extensions.add(Extension.create(oid, criticality == Criticality.CRITICAL, value));
                return this;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        Draft authority() {
            return with(Extension.basicConstraints, Criticality.CRITICAL, new BasicConstraints(true))
                    .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
        }

        Draft authority(int pathLength) {
            return with(Extension.basicConstraints, Criticality.CRITICAL, new BasicConstraints(pathLength))
                    .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
        }

        Draft usage(int bits) {
            return with(Extension.keyUsage, Criticality.CRITICAL, new KeyUsage(bits));
        }

        Draft person() {
            return usage(KeyUsage.digitalSignature | KeyUsage.keyAgreement);
        }

        TestAuthority selfSigned() {
            return by(name, keys);
        }

        TestAuthority by(TestAuthority issuer) {
            return by(issuer.name(), issuer.keys());
        }

        TestAuthority by(X500Name issuer, KeyPair issuerKeys) {
            try {
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(100, RANDOM).setBit(100),
                        Date.from(from),
                        Date.from(to),
                        name,
                        keys.getPublic());
                for (Extension extension : extensions) {
                    builder.addExtension(extension);
                }
                return new TestAuthority(
                        name,
                        keys,
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
            } catch (IOException | OperatorCreationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    enum Criticality {
        CRITICAL,
        USUAL
    }

    static Draft draft(String name) {
        return new Draft(name, newKeys());
    }

    static Draft draft(String name, KeyPair keys) {
        return new Draft(name, keys);
    }

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A complete list that is current, with a number. */
    X509v2CRLBuilder list(long number) {
        return list(number, NOW.plus(Duration.ofDays(7)));
    }

    X509v2CRLBuilder list(long number, Instant next) {
        try {
            return new X509v2CRLBuilder(name, Date.from(NOW.minus(Duration.ofDays(30))))
                    .setNextUpdate(Date.from(next))
                    .addExtension(
                            Extension.cRLNumber,
                            false,
                            new org.bouncycastle.asn1.x509.CRLNumber(BigInteger.valueOf(number)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String sign(X509v2CRLBuilder list) {
        try {
            return pem(
                    "X509 CRL",
                    list.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                            .getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    BigInteger serial() {
        return certificate.getSerialNumber();
    }

    String pem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
