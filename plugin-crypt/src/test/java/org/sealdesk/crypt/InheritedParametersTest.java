package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.TestAuthority.NOW;

import com.google.gson.JsonObject;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A DSA authority whose key has no parameters, only its issuer's (RFC 3279, section 2.3.2): old, and still legal. */
class InheritedParametersTest {

    private final Path work;

    InheritedParametersTest(@TempDir Path work) {
        this.work = work;
    }

    private static X509CertificateHolder certificate(
            String name, SubjectPublicKeyInfo key, BasicConstraints constraints, String issuer, PrivateKey by)
            throws Exception {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(name.hashCode()).abs(),
                Date.from(NOW.minus(Duration.ofDays(10))),
                Date.from(NOW.plus(Duration.ofDays(10))),
                new X500Name(name),
                key);
        builder.addExtension(Extension.basicConstraints, true, constraints);
        return builder.build(signer(by));
    }

    private static ContentSigner signer(PrivateKey key) throws Exception {
        return new JcaContentSignerBuilder("SHA256withDSA").build(key);
    }

    private static SubjectPublicKeyInfo without(SubjectPublicKeyInfo whole) {
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_dsa),
                whole.getPublicKeyData().getOctets());
    }

    private static SubjectPublicKeyInfo info(KeyPair keys) {
        return SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    }

    private void write(String name, Object... objects) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                pem.writeObject(object);
            }
        }
        Files.writeString(work.resolve(name), text.toString());
    }

    private static X509v2CRLBuilder list(String issuer) {
        Instant from = NOW.minus(Duration.ofDays(5));
        return new X509v2CRLBuilder(new X500Name(issuer), Date.from(from))
                .setNextUpdate(Date.from(NOW.plus(Duration.ofDays(5))));
    }

    @Test
    void itsCertificatesAndListsCount() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DSA");
        generator.initialize(2048);
        KeyPair root = generator.generateKeyPair();
        KeyPair whole = generator.generateKeyPair();
        KeyPair link = generator.generateKeyPair();
        SubjectPublicKeyInfo end = info(TestAuthority.newKeys());
        X509CertificateHolder ann =
                certificate("CN=ann", end, new BasicConstraints(false), "CN=Link", link.getPrivate());
        X509CertificateHolder bob =
                certificate("CN=bob", end, new BasicConstraints(false), "CN=Link", link.getPrivate());
        write("ann.pem", ann);
        write("bob.pem", bob);
        write("mallory.pem", certificate("CN=mallory", end, new BasicConstraints(false), "CN=Link", root.getPrivate()));
        write(
                "links.pem",
                certificate("CN=Whole", info(whole), new BasicConstraints(true), "CN=Root", root.getPrivate()),
                certificate(
                        "CN=Link", without(info(link)), new BasicConstraints(true), "CN=Whole", whole.getPrivate()));
        write("root.pem", certificate("CN=Root", info(root), new BasicConstraints(true), "CN=Root", root.getPrivate()));
        write(
                "lists.pem",
                list("CN=Root").build(signer(root.getPrivate())),
                list("CN=Whole").build(signer(whole.getPrivate())),
                list("CN=Link")
                        .addCRLEntry(bob.getSerialNumber(), Date.from(NOW), CRLReason.superseded)
                        .build(signer(link.getPrivate())));
        try (CommandDesk desk = new CommandDesk(work, InstantSource.fixed(NOW))) {
            assertThat(path(desk, "ann.pem")).isEqualTo("valid good");
            assertThat(path(desk, "bob.pem")).isEqualTo("invalid revoked");
            assertThat(path(desk, "mallory.pem")).startsWith("invalid");
        }
    }

    private static String path(CommandDesk desk, String file) throws Exception {
        CommandDesk.Run run = desk.run(
                "",
                "keys",
                "check",
                file,
                "--certs",
                "links.pem",
                "--trust",
                "root.pem",
                "--crls",
                "lists.pem",
                "--require-revocation",
                "--json");
        JsonObject answer = run.answers().get(0);
        return answer.get("path").getAsString() + " " + answer.get("revocation").getAsString();
    }
}
