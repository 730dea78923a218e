package org.sealdesk.crypt;

import java.io.IOException;
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

    Gpg() throws IOException {
        // Sockets of the agent live in the home, and socket paths are short.
        home = Files.createTempDirectory(
                Path.of(System.getProperty("java.io.tmpdir")),
                "gpg",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    public Path home() {
        return home;
    }

    /** Runs gpg in batch mode; passphrases come by {@code --passphrase} with loopback pinentry. */
    public PeerProcess run(byte[] input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--no-tty",
                "--yes",
                "--pinentry-mode",
                "loopback",
                "--trust-model",
                "always",
                "--no-auto-key-locate"));
        command.addAll(List.of(arguments));
        return PeerProcess.run(home, Map.of("LC_ALL", "C.UTF-8"), input, command);
    }

    public PeerProcess run(String... arguments) throws IOException {
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
    public String newKey(String userId, String algorithm, String encryption, String passphrase) throws IOException {
        run("--passphrase", passphrase, "--quick-generate-key", userId, algorithm, "sign,cert", "never")
                .ok();
        String fingerprint = fingerprint("<" + address(userId) + ">");
        run("--passphrase", passphrase, "--quick-add-key", fingerprint, encryption, "encr", "never")
                .ok();
        return fingerprint;
    }

    /** The fingerprint of the newest key that a search term finds. */
    public String fingerprint(String term) throws IOException {
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

    public byte[] exportPublic(String fingerprint) throws IOException {
        return run("--armor", "--export", fingerprint).ok().out();
    }

    public byte[] exportSecret(String fingerprint, String passphrase) throws IOException {
        return run("--passphrase", passphrase, "--armor", "--export-secret-keys", fingerprint)
                .ok()
                .out();
    }

    public void importKey(byte[] key) throws IOException {
        run(key, "--import").ok();
    }

    /** Writes a file into the home, for arguments that name files. */
    public Path file(String name, byte[] octets) throws IOException {
        return Files.write(home.resolve(name), octets);
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        PeerProcess.run(home, Map.of(), new byte[0], List.of("gpgconf", "--homedir", home.toString(), "--kill", "all"));
        PeerProcess.deleteTree(home);
    }
}
