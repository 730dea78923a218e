package org.sealdesk.harness;

import java.nio.charset.StandardCharsets;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.harness.peers.Authority;

/**
 * Somebody who writes mail with {@code openssl cms}.
 *
 * @param file name of the files with key and certificate
 */
record SmimeCustomer(Openssl openssl, Authority authority, String file, String address) {

    static SmimeCustomer of(Openssl openssl, Authority authority, String file, String address) {
        authority.issue(file, address);
        return new SmimeCustomer(openssl, authority, file, address);
    }

    byte[] certificate() {
        return openssl.read(file + ".pem");
    }

    /** multipart/signed around an entity; without MIME-Version, which is the mail's. */
    String signed(String entity) {
        openssl.file(file + ".in", entity.getBytes(StandardCharsets.UTF_8));
        openssl.run(
                        "cms",
                        "-sign",
                        "-in",
                        file + ".in",
                        "-out",
                        file + ".out",
                        "-signer",
                        file + ".pem",
                        "-inkey",
                        file + ".key",
                        "-md",
                        "sha256")
                .ok();
        return withoutVersion(openssl.read(file + ".out"));
    }

    /** enveloped-data around an entity. */
    String encrypted(String entity, String... files) {
        openssl.file(file + ".in", entity.getBytes(StandardCharsets.UTF_8));
        java.util.List<String> arguments = new java.util.ArrayList<>(java.util.List.of(
                "cms", "-encrypt", "-aes-256-cbc", "-binary", "-in", file + ".in", "-out", file + ".out"));
        for (String recipient : files) {
            arguments.add(recipient + ".pem");
        }
        openssl.run(arguments.toArray(String[]::new)).ok();
        return withoutVersion(openssl.read(file + ".out"));
    }

    private static String withoutVersion(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .replaceFirst("MIME-Version: 1.0\n", "")
                .replace("\n", "\r\n");
    }
}
