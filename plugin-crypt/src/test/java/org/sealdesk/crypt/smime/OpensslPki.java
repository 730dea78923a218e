package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.api.peers.Peers;

/** An authority, an intermediate and people, all made by OpenSSL. Files are named by their owner. */
public final class OpensslPki implements AutoCloseable {

    private final Openssl openssl;

    public OpensslPki() throws IOException {
        openssl = Peers.requireOpenssl();
        key("root", "EC:P-256");
        run(
                "req",
                "-x509",
                "-new",
                "-key",
                "root.key",
                "-out",
                "root.pem",
                "-days",
                "3650",
                "-subj",
                "/C=DE/O=Test/CN=Root",
                "-addext",
                "keyUsage=critical,keyCertSign,cRLSign");
        key("issuing", "RSA:3072");
        issue("issuing", "root", "/O=Test/CN=Issuing", """
                basicConstraints=critical,CA:TRUE,pathlen:0
                keyUsage=critical,keyCertSign,cRLSign
                subjectKeyIdentifier=hash
                authorityKeyIdentifier=keyid
                """);
    }

    public Openssl openssl() {
        return openssl;
    }

    /** @param kind {@code RSA:3072}, {@code EC:P-256}, {@code ED25519}, {@code X25519} */
    public void key(String name, String kind) throws IOException {
        List<String> command = new ArrayList<>(List.of("genpkey", "-out", name + ".key"));
        String[] parts = kind.split(":", 2);
        switch (parts[0]) {
            case "RSA" -> command.addAll(List.of("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:" + parts[1]));
            case "EC" -> command.addAll(List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + parts[1]));
            default -> command.addAll(List.of("-algorithm", parts[0]));
        }
        run(command.toArray(String[]::new));
    }

    public void issue(String name, String issuer, String subject, String extensions) throws IOException {
        // A request needs a signature, which X25519 cannot make: the key is forced in.
        run("pkey", "-in", name + ".key", "-pubout", "-out", name + ".pub");
        openssl.file(name + ".ext", extensions.getBytes(StandardCharsets.UTF_8));
        run("req", "-new", "-key", "root.key", "-subj", subject, "-out", name + ".csr", "-utf8");
        run(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-force_pubkey",
                name + ".pub",
                "-CA",
                issuer + ".pem",
                "-CAkey",
                issuer + ".key",
                "-CAcreateserial",
                "-days",
                "365",
                "-extfile",
                name + ".ext",
                "-out",
                name + ".pem");
    }

    /** A person with an address, certified by the intermediate. */
    public void person(String name, String kind) throws IOException {
        key(name, kind);
        issue(name, "issuing", "/CN=" + name, """
                basicConstraints=CA:FALSE
                keyUsage=critical,digitalSignature,keyEncipherment,keyAgreement
                extendedKeyUsage=emailProtection
                subjectAltName=email:%s@example.org
                subjectKeyIdentifier=hash
                authorityKeyIdentifier=keyid
                """.formatted(name));
    }

    public byte[] certificate(String name) throws IOException {
        return openssl.read(name + ".pem");
    }

    public byte[] secretKey(String name) throws IOException {
        return openssl.read(name + ".key");
    }

    public PeerProcess run(String... arguments) throws IOException {
        return openssl.run(arguments).ok();
    }

    /** Runs {@code openssl cms} with a message in a file, and gives what it wrote. */
    public byte[] cms(byte[] message, String... arguments) throws IOException {
        openssl.file("message", message);
        List<String> command = new ArrayList<>(List.of("cms", "-in", "message", "-out", "result"));
        command.addAll(Arrays.asList(arguments));
        run(command.toArray(String[]::new));
        return openssl.read("result");
    }

    @Override
    public void close() {
        openssl.close();
    }
}
