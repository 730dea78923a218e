package org.sealdesk.harness.peers;

import java.nio.charset.StandardCharsets;
import org.sealdesk.api.peers.Openssl;

/** A certificate authority made with OpenSSL; its files and everybody's live in one directory. */
public final class Authority {

    private static final String CONFIG = """
            [ca]
            default_ca = own
            [own]
            database = index.txt
            new_certs_dir = .
            rand_serial = yes
            default_md = sha256
            policy = any
            email_in_dn = no
            unique_subject = no
            [any]
            commonName = supplied
            """;

    private final Openssl openssl;
    private final String name;

    /** @param name also of its files: {@code name.pem} is the certificate */
    public Authority(Openssl openssl, String name) {
        this.openssl = openssl;
        this.name = name;
        openssl.file("ca.cnf", bytes(CONFIG));
        openssl.file("index.txt", new byte[0]);
        openssl.run(
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-keyout",
                        name + ".key",
                        "-out",
                        name + ".pem",
                        "-subj",
                        "/CN=" + name,
                        "-days",
                        "3650",
                        "-addext",
                        "keyUsage=critical,keyCertSign,cRLSign")
                .ok();
    }

    public byte[] certificate() {
        return openssl.read(name + ".pem");
    }

    /** Makes {@code person.key} and {@code person.pem}, good for ten years from now on. */
    public void issue(String person, String address) {
        request(person);
        issue(person, address, "-days", "3650");
    }

    /** As {@link #issue(String, String)}, but over since a year. */
    public void issueExpired(String person, String address) {
        request(person);
        issue(person, address, "-startdate", "20200101000000Z", "-enddate", "20210101000000Z");
    }

    private void request(String person) {
        openssl.run(
                        "req",
                        "-new",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-keyout",
                        person + ".key",
                        "-out",
                        person + ".csr",
                        "-subj",
                        "/CN=" + person)
                .ok();
    }

    private void issue(String person, String address, String... validity) {
        openssl.file(
                "extensions",
                bytes("basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,keyEncipherment\n"
                        + "extendedKeyUsage=emailProtection\nsubjectAltName=email:" + address + "\n"
                        + "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"));
        java.util.List<String> arguments = new java.util.ArrayList<>(java.util.List.of(
                "ca",
                "-batch",
                "-notext",
                "-config",
                "ca.cnf",
                "-cert",
                name + ".pem",
                "-keyfile",
                name + ".key",
                "-in",
                person + ".csr",
                "-out",
                person + ".pem",
                "-extfile",
                "extensions"));
        arguments.addAll(java.util.List.of(validity));
        openssl.run(arguments.toArray(String[]::new)).ok();
    }

    /** The private key of a person, locked with a password, after the certificate. */
    public byte[] lockedKeyAndCertificate(String person, String password) {
        openssl.run("pkcs8", "-topk8", "-in", person + ".key", "-out", person + ".p8", "-passout", "pass:" + password)
                .ok();
        String both = new String(openssl.read(person + ".pem"), StandardCharsets.US_ASCII)
                + new String(openssl.read(person + ".p8"), StandardCharsets.US_ASCII);
        return bytes(both);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
