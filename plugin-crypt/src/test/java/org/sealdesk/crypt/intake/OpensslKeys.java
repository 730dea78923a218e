package org.sealdesk.crypt.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;

/** Certificates and keys as {@code openssl req} makes them. */
public final class OpensslKeys implements AutoCloseable {

    private final Openssl openssl;

    public OpensslKeys() throws IOException {
        openssl = Peers.requireOpenssl();
    }

    public Openssl openssl() {
        return openssl;
    }

    /** Writes {@code name.key} (PKCS#8) and {@code name.crt}, self-signed. */
    public void selfSigned(String name, String subject, String address) throws IOException {
        openssl.run(
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-keyout",
                        name + ".key",
                        "-out",
                        name + ".crt",
                        "-days",
                        "3650",
                        "-subj",
                        subject,
                        "-utf8",
                        "-addext",
                        "subjectAltName=email:" + address,
                        "-addext",
                        "basicConstraints=critical,CA:FALSE")
                .ok();
    }

    /** A CA, self-signed. */
    public void authority(String name, String subject) throws IOException {
        openssl.run(
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-keyout",
                        name + ".key",
                        "-out",
                        name + ".crt",
                        "-days",
                        "3650",
                        "-subj",
                        subject)
                .ok();
    }

    /** A certificate by that CA. */
    public void issued(String name, String subject, String address, String issuer, String... extensions)
            throws IOException {
        openssl.run(
                        "req",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-keyout",
                        name + ".key",
                        "-out",
                        name + ".csr",
                        "-subj",
                        subject)
                .ok();
        StringBuilder config = new StringBuilder("subjectAltName=email:" + address + "\n");
        for (String extension : extensions) {
            config.append(extension).append('\n');
        }
        openssl.file(name + ".ext", config.toString().getBytes(StandardCharsets.UTF_8));
        openssl.run(
                        "x509",
                        "-req",
                        "-in",
                        name + ".csr",
                        "-CA",
                        issuer + ".crt",
                        "-CAkey",
                        issuer + ".key",
                        "-CAcreateserial",
                        "-out",
                        name + ".crt",
                        "-days",
                        "365",
                        "-extfile",
                        name + ".ext")
                .ok();
    }

    public byte[] read(String file) throws IOException {
        return openssl.read(file);
    }

    public ImportFile file(String name) throws IOException {
        return Desk.file(name, read(name));
    }

    @Override
    public void close() {
        openssl.close();
    }
}
