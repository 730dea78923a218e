package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.PeerProcess;

/** Keys that gpg makes for the tests, one of each kind, at the beginning of the run. */
enum GpgKeys {
    RSA("rsa3072", "rsa3072", ""),
    CURVE25519("ed25519", "cv25519", ""),
    P256("nistp256", "nistp256", ""),
    P384("nistp384", "nistp384", "correct horse"),
    P521("nistp521", "nistp521", "");

    /** What gpg believes the time is. */
    static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");

    private static final String DOMAIN = "example.org";

    private final String primary;
    private final String subkey;
    final String passphrase;

    GpgKeys(String primary, String subkey, String passphrase) {
        this.primary = primary;
        this.subkey = subkey;
        this.passphrase = passphrase;
    }

    String address() {
        return name().toLowerCase(java.util.Locale.ROOT) + "@" + DOMAIN;
    }

    static PeerProcess run(Gpg gpg, byte[] input, String... arguments) throws IOException {
        return runAt(NOW, gpg, input, arguments);
    }

    static PeerProcess runAt(Instant at, Gpg gpg, byte[] input, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--faked-system-time",
                at.toString().replaceAll("[-:Z]", "") + "!",
                "--ignore-time-conflict",
                "--status-fd",
                "2"));
        all.addAll(List.of(arguments));
        return gpg.run(input, all.toArray(String[]::new));
    }

    /** Makes the key; gpg then knows it by its address. */
    void make(Gpg gpg) throws IOException {
        run(gpg, new byte[0], with("--quick-generate-key", "Test <" + address() + ">", primary, "sign,cert", "never"))
                .ok();
        String fingerprint = fingerprint(gpg, address());
        run(gpg, new byte[0], with("--quick-add-key", fingerprint, subkey, "encrypt", "never"))
                .ok();
    }

    private String[] with(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--passphrase";
        all[1] = passphrase;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return all;
    }

    static String fingerprint(Gpg gpg, String who) throws IOException {
        return run(gpg, new byte[0], "--with-colons", "--list-keys", who)
                .ok()
                .text()
                .lines()
                .filter(l -> l.startsWith("fpr:"))
                .findFirst()
                .orElseThrow()
                .split(":")[9];
    }

    byte[] secret(Gpg gpg) throws IOException {
        return run(gpg, new byte[0], with("--armor", "--export-secret-keys", address()))
                .ok()
                .out();
    }

    byte[] certificate(Gpg gpg) throws IOException {
        return run(gpg, new byte[0], "--export", address()).ok().out();
    }
}
