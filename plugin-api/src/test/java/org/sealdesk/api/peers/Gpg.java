package org.sealdesk.api.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A GnuPG with a home of its own, gone when closed. */
public final class Gpg implements AutoCloseable {

    private final Path home;

    Gpg() {
        // Sockets of the agent live in the home, and socket paths are short.
        try {
            home = Files.createTempDirectory(
                    Path.of(System.getProperty("java.io.tmpdir")),
                    "gpg",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path home() {
        return home;
    }

    /** Runs gpg in batch mode, status lines among its errors; passphrases come by {@code --passphrase} with loopback pinentry. */
    public PeerProcess run(byte[] input, String... arguments) {
        return run(input, List.of(arguments));
    }

    /** As {@link #run(byte[], String...)}. */
    public PeerProcess run(byte[] input, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--no-tty",
                "--status-fd",
                "2",
                "--yes",
                "--pinentry-mode",
                "loopback",
                "--trust-model",
                "always",
                "--no-auto-key-locate"));
        command.addAll(arguments);
        return PeerProcess.run(home, Map.of("LC_ALL", "C.UTF-8"), input, command);
    }

    public PeerProcess run(String... arguments) {
        return run(new byte[0], arguments);
    }

    /**
     * Makes a key.
     *
     * @param algorithm as gpg names it: {@code rsa3072}, {@code ed25519}, {@code nistp256}
     * @param encryption algorithm of the encryption subkey: {@code rsa3072}, {@code cv25519}, {@code nistp256}
     * @param passphrase empty for none
     * @return the fingerprint, hexadecimal
     */
    public String newKey(String userId, String algorithm, String encryption, String passphrase) {
        run("--passphrase", passphrase, "--quick-generate-key", userId, algorithm, "sign,cert", "never")
                .ok();
        String fingerprint = fingerprint("<" + address(userId) + ">");
        run("--passphrase", passphrase, "--quick-add-key", fingerprint, encryption, "encr", "never")
                .ok();
        return fingerprint;
    }

    /** The fingerprint of the newest key that a search term finds. */
    public String fingerprint(String term) {
        String listing =
                run("--with-colons", "--fingerprint", "--list-keys", term).ok().text();
        String found = "";
        boolean primary = false;
        for (String line : listing.split("\n")) {
            if (line.startsWith("pub:")) {
                primary = true;
            } else if (line.startsWith("fpr:") && primary) {
                found = line.split(":")[9];
                primary = false;
            }
        }
        return found;
    }

    private static String address(String userId) {
        int open = userId.indexOf('<');
        return open < 0 ? userId : userId.substring(open + 1, userId.indexOf('>'));
    }

    public byte[] exportPublic(String fingerprint) {
        return run("--armor", "--export", fingerprint).ok().out();
    }

    public byte[] exportSecret(String fingerprint, String passphrase) {
        return run("--passphrase", passphrase, "--armor", "--export-secret-keys", fingerprint)
                .ok()
                .out();
    }

    public void importKey(byte[] key) {
        run(key, "--import").ok();
    }

    /** Writes a file into the home, for arguments that name files. */
    public Path file(String name, byte[] octets) {
        try {
            return Files.write(home.resolve(name), octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        PeerProcess.run(home, Map.of(), new byte[0], List.of("gpgconf", "--homedir", home.toString(), "--kill", "all"));
        PeerProcess.deleteTree(home);
    }
}
