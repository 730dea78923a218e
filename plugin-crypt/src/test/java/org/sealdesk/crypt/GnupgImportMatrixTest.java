package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.key.Certificate;

/** Every form in which GnuPG gives keys away, for every kind of key, locked or not; what went in is read by it again. */
class GnupgImportMatrixTest {

    private static final String PASSWORD = "gehéim";
    private static final List<String> KINDS =
            List.of("rsa3072 rsa3072", "ed25519 cv25519", "nistp256 nistp256", "dsa2048 elg2048");

    private static final Map<String, Gpg> HOMES = new LinkedHashMap<>();
    private static Instant now = Instant.MIN;

    @BeforeAll
    static void makeKeys() {
        for (String kind : KINDS) {
            for (String password : List.of("", PASSWORD)) {
                Gpg gpg = Peers.requireGpg();
                HOMES.put(kind + "/" + password, gpg);
                String[] algorithms = kind.split(" ");
                gpg.newKey("Ann <ann@example.org>", algorithms[0], algorithms[1], password);
            }
        }
        // Keys begin when they are made; the clock of the desks stands just after.
        now = Instant.now().plus(Duration.ofMinutes(5));
    }

    @AfterAll
    static void close() {
        HOMES.values().forEach(Gpg::close);
    }

    /** How GnuPG gives a key, and what the import says of it. */
    enum Form {
        ARMOURED("pgp-certificate added ok") {
            @Override
            byte[] of(Gpg gpg, String fingerprint, String password) {
                return gpg.exportPublic(fingerprint);
            }
        },
        /** What a {@code pubring.gpg} of older versions holds. */
        BINARY("pgp-certificate added ok") {
            @Override
            byte[] of(Gpg gpg, String fingerprint, String password) {
                return gpg.run("--export", fingerprint).ok().out();
            }
        },
        KEYBOX("pgp-certificate added ok") {
            @Override
            byte[] of(Gpg gpg, String fingerprint, String password) throws IOException {
                return Files.readAllBytes(gpg.home().resolve("pubring.kbx"));
            }
        },
        SECRET_ARMOURED("pgp-secret-key added ok") {
            @Override
            byte[] of(Gpg gpg, String fingerprint, String password) {
                return gpg.exportSecret(fingerprint, password);
            }
        },
        /** What a {@code secring.gpg} of older versions holds. */
        SECRET_BINARY("pgp-secret-key added ok") {
            @Override
            byte[] of(Gpg gpg, String fingerprint, String password) {
                return gpg.run("--passphrase", password, "--export-secret-keys", fingerprint)
                        .ok()
                        .out();
            }
        },
        SECRET_SUBKEYS_ALONE("pgp-secret-key added ok") {
            @Override
            byte[] of(Gpg gpg, String fingerprint, String password) {
                return gpg.run("--passphrase", password, "--armor", "--export-secret-subkeys", fingerprint)
                        .ok()
                        .out();
            }
        };

        private final String answer;

        Form(String answer) {
            this.answer = answer;
        }

        abstract byte[] of(Gpg gpg, String fingerprint, String password) throws IOException;

        boolean isSecret() {
            return answer.startsWith("pgp-secret-key");
        }
    }

    static Stream<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (String kind : KINDS) {
            for (String password : List.of("", PASSWORD)) {
                for (Form form : Form.values()) {
                    cells.add(Arguments.of(kind, password, form));
                }
            }
        }
        return cells.stream();
    }

    private static String fingerprint(Gpg gpg) {
        return gpg.fingerprint("<ann@example.org>");
    }

    private static Gpg home(String kind, String password) {
        Gpg gpg = HOMES.get(kind + "/" + password);
        if (gpg == null) {
            throw new AssertionError("no home for " + kind);
        }
        return gpg;
    }

    @ParameterizedTest(name = "{0}, password \"{1}\", {2}")
    @MethodSource("cells")
    void everyFormGoesInAndItsCertificateIsReadByGnupgAgain(String kind, String password, Form form) throws Exception {
        Gpg gpg = home(kind, password);
        String fingerprint = fingerprint(gpg);
        byte[] file = form.of(gpg, fingerprint, password);

        try (ImportDesk desk = new ImportDesk(now);
                Gpg other = Peers.requireGpg()) {
            assertThat(desk.answers(file, "falsch", password)).containsExactly(form.answer);
            Certificate certificate = desk.certificate(fingerprint).orElseThrow();
            assertThat(desk.hasSecret(certificate)).isEqualTo(form.isSecret());
            other.importKey(desk.exported(certificate));
            assertThat(fingerprint(other)).isEqualTo(fingerprint);
            assertThat(desk.answers(file, password)).allMatch(answer -> answer.contains(" unchanged "));
        }
    }

    static Stream<Arguments> lockedCells() {
        return cells().filter(cell -> cell.get()[1].equals(PASSWORD) && ((Form) cell.get()[2]).isSecret());
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("lockedCells")
    void aLockedKeyWithoutItsPasswordIsKeptAndSaysWhatItNeeds(String kind, String password, Form form)
            throws Exception {
        Gpg gpg = home(kind, password);

        try (ImportDesk desk = new ImportDesk(now)) {
            assertThat(desk.answers(form.of(gpg, fingerprint(gpg), password)))
                    .containsExactly("pgp-secret-key added password.needed");
            assertThat(desk.answers(form.of(gpg, fingerprint(gpg), password), "not this one"))
                    .containsExactly("pgp-secret-key unchanged ok");
        }
        try (ImportDesk desk = new ImportDesk(now)) {
            assertThat(desk.answers(form.of(gpg, fingerprint(gpg), password), "not this one"))
                    .containsExactly("pgp-secret-key added password.wrong");
        }
    }

    static Stream<Arguments> kinds() {
        return KINDS.stream().map(Arguments::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void theRevocationBesideEachNewKeyIsJoinedWithItsCertificate(String kind) throws Exception {
        Gpg gpg = home(kind, "");
        String fingerprint = fingerprint(gpg);
        Path revocation = gpg.home().resolve("openpgp-revocs.d").resolve(fingerprint + ".rev");
        // GnuPG puts a colon before it, so that nobody uses it by accident.
        byte[] file = Files.readString(revocation)
                .replace(":-----BEGIN", "-----BEGIN")
                .getBytes(StandardCharsets.UTF_8);

        try (ImportDesk desk = new ImportDesk(now);
                Gpg other = Peers.requireGpg()) {
            assertThat(desk.answers(file)).containsExactly("pgp-revocation failed key.missing");
            desk.take(gpg.exportPublic(fingerprint));
            assertThat(desk.answers(file)).containsExactly("pgp-revocation updated ok");
            Certificate revoked = desk.certificate(fingerprint).orElseThrow();
            assertThat(revoked.revokedAt()).isPresent();
            other.importKey(desk.exported(revoked));
            assertThat(other.run("--with-colons", "--list-keys", fingerprint).text())
                    .contains("pub:r:");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aBareKeyFileSaysHowToExportTheKey(String kind) throws Exception {
        for (String password : List.of("", PASSWORD)) {
            try (Stream<Path> files = Files.list(home(kind, password).home().resolve("private-keys-v1.d"));
                    ImportDesk desk = new ImportDesk(now)) {
                for (Path file : files.toList()) {
                    assertThat(desk.take(Files.readAllBytes(file)).items())
                            .singleElement()
                            .satisfies(item -> assertThat(item.reason()).contains("--export-secret-keys"));
                }
            }
        }
    }
}
