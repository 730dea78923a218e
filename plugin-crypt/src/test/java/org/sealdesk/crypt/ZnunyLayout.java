package org.sealdesk.crypt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;

/**
 * The folders of a Znuny system as its own commands leave them, made by OpenSSL: certificates {@code hash.N}, private keys
 * of the same name in another folder, and {@code hash.N.P} with the password in clear text.
 */
final class ZnunyLayout implements AutoCloseable {

    static final String PASSWORD = "geheim-kanarienvogel";

    /** Days that certificates hold; the clock of a test that has expired ones stands behind the short time. */
    static final int LONG = 3650;

    static final int SHORT = 1;

    private final Openssl openssl;
    final Path certificates;
    final Path keys;
    private final Map<String, String> files = new TreeMap<>();

    ZnunyLayout() throws IOException {
        openssl = Peers.requireOpenssl();
        certificates = Files.createDirectory(openssl.directory().resolve("certs"));
        keys = Files.createDirectory(openssl.directory().resolve("private"));
    }

    /** How a key lies there. */
    enum KeyForm {
        /** PKCS#8 under the password. */
        ENCRYPTED,
        /** PKCS#1 under the password, as OpenSSL wrote for two decades. */
        TRADITIONAL,
        PLAIN,
        PLAIN_DER
    }

    enum Hash {
        NEW("-subject_hash"),
        OLD("-subject_hash_old");

        private final String option;

        Hash(String option) {
            this.option = option;
        }
    }

    /** A key pair under a name of the test's. */
    void key(String name) {
        openssl.run("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", name + ".key")
                .ok();
    }

    /** A self-signed certificate over a key; the address is the name's. */
    void certificate(String name, String key, String subject, int days) {
        openssl.run(
                        "req",
                        "-x509",
                        "-new",
                        "-key",
                        key + ".key",
                        "-out",
                        name + ".pem",
                        "-days",
                        Integer.toString(days),
                        "-subj",
                        subject,
                        "-addext",
                        "subjectAltName=email:" + name + "@example.org",
                        "-addext",
                        "basicConstraints=critical,CA:FALSE",
                        "-addext",
                        "keyUsage=critical,digitalSignature,keyEncipherment",
                        "-addext",
                        "extendedKeyUsage=emailProtection")
                .ok();
    }

    /** A person with a certificate and a key of their own, not yet in any folder. */
    void person(String name, int days) {
        key(name);
        certificate(name, name, "/O=Desk/CN=" + name, days);
    }

    /** Puts a certificate where the old system has it. */
    String putCertificate(String name, Hash hash) throws IOException {
        return putCertificate(name, hash, openssl.read(name + ".pem"));
    }

    String putDerCertificate(String name) throws IOException {
        return putCertificate(
                name,
                Hash.NEW,
                openssl.run("x509", "-in", name + ".pem", "-outform", "DER")
                        .ok()
                        .out());
    }

    private String putCertificate(String name, Hash hash, byte[] content) throws IOException {
        String value = openssl.run("x509", "-in", name + ".pem", "-noout", hash.option)
                .ok()
                .text()
                .strip();
        int n = 0;
        while (Files.exists(certificates.resolve(value + "." + n))) {
            n++;
        }
        String file = value + "." + n;
        Files.write(certificates.resolve(file), content);
        files.put(name, file);
        return file;
    }

    /** Puts a key beside nothing: its name is the certificate's. */
    void putKey(String name, KeyForm form) throws IOException {
        List<String> command = new ArrayList<>();
        switch (form) {
            case ENCRYPTED ->
                command.addAll(List.of("pkcs8", "-topk8", "-in", name + ".key", "-passout", "pass:" + PASSWORD));
            case TRADITIONAL ->
                command.addAll(
                        List.of("rsa", "-in", name + ".key", "-traditional", "-des3", "-passout", "pass:" + PASSWORD));
            case PLAIN -> command.addAll(List.of("pkey", "-in", name + ".key"));
            case PLAIN_DER -> command.addAll(List.of("pkey", "-in", name + ".key", "-outform", "DER"));
        }
        Files.write(
                keys.resolve(file(name)),
                openssl.run(command.toArray(String[]::new)).ok().out());
    }

    void putPassword(String name, String content) throws IOException {
        Files.writeString(keys.resolve(file(name) + ".P"), content, StandardCharsets.UTF_8);
    }

    /** Everything about a person, as the old system's page for uploads leaves it. */
    void put(String name) throws IOException {
        putCertificate(name, Hash.NEW);
        putKey(name, KeyForm.ENCRYPTED);
        putPassword(name, PASSWORD);
    }

    String file(String name) {
        String file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("no file of " + name);
        }
        return file;
    }

    /** SHA-1 with colons, as the old system keeps it. */
    String sha1(String name) {
        String line = openssl.run("x509", "-in", name + ".pem", "-noout", "-fingerprint", "-sha1")
                .ok()
                .text()
                .strip();
        return line.substring(line.indexOf('=') + 1);
    }

    /** SHA-256 in hexadecimal, as ours. */
    String fingerprint(String name) {
        String line = openssl.run("x509", "-in", name + ".pem", "-noout", "-fingerprint", "-sha256")
                .ok()
                .text()
                .strip();
        return line.substring(line.indexOf('=') + 1).replace(":", "");
    }

    /** A mail that OpenSSL encrypted for somebody. */
    byte[] mailFor(String name) throws IOException {
        byte[] entity = MailSample.octets("Content-Type: text/plain\r\n\r\nFor " + name + "\r\n");
        openssl.file("entity", entity);
        openssl.run("cms", "-encrypt", "-binary", "-aes256", "-in", "entity", "-out", "mail", "-recip", name + ".pem")
                .ok();
        return MailSample.joined(
                MailSample.octets("From: x@example.net\r\nTo: " + name + "@example.org\r\nSubject: s\r\n"),
                MailSample.crlf(openssl.read("mail")));
    }

    Path root() {
        return openssl.directory();
    }

    @Override
    public void close() {
        openssl.close();
    }
}
