package org.sealdesk.crypt.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.api.admin.View;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.intake.OpensslKeys;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** One box for everything: files by GnuPG and OpenSSL together. */
class ImportPageTest {

    private static OpensslKeys openssl;
    private static String ann;
    private static byte[] annSecret;

    private final AdminDesk desk = new AdminDesk();

    @BeforeAll
    static void make() throws IOException {
        openssl = new OpensslKeys();
        openssl.authority("root", "/CN=Example Root");
        openssl.selfSigned("bob", "/CN=Bob", "bob@example.org");
        openssl.openssl()
                .run("pkcs8", "-topk8", "-in", "bob.key", "-out", "locked.key", "-passout", "pass:canary-secret")
                .ok();
        try (Gpg gpg = Peers.requireGpg()) {
            gpg.file("gpg-agent.conf", Gpg.utf8("s2k-count 65536\n"));
            ann = gpg.newKey("Ann <ann@example.org>", "ed25519", "cv25519", "canary-secret");
            annSecret = gpg.exportSecret(ann, "canary-secret");
        }
    }

    @AfterAll
    static void clean() {
        if (openssl != null) {
            openssl.close();
        }
    }

    private static Optional<Form> retryForm(View view) {
        return view.body().stream()
                .filter(c -> c instanceof Section s && s.id().equals("retry"))
                .map(c -> (Form) ((Section) c).body().get(0))
                .findFirst();
    }

    @Test
    void bothTechnologiesInOneUploadAndPastedText() throws Exception {
        String text = desk.text(TestRequest.post("import")
                .file("bob.crt", openssl.read("bob.crt"))
                .file("notes.txt", "hello".getBytes(StandardCharsets.UTF_8))
                .with("text", new String(annSecret, StandardCharsets.US_ASCII)));

        assertThat(text)
                .contains("New: 2. Updated: 0. Already here: 0. Waiting: 0. Failed: 1.")
                .contains("""
                        File | Kind | Who | Result | Note
                        bob.crt | Certificate | CN=Bob | [New] | new
                        notes.txt | Unknown |  | [Failed] | No key or certificate was found in it.""")
                .contains(
                        "pasted text | PGP private key | Ann <ann@example.org> | [New] | It is locked: give its password.");
        assertThat(desk.host.audited)
                .extracting(e -> e.action() + " " + e.subject() + " " + e.outcome())
                .contains("key.import " + ann + " ok", "key.import 1 items failed");
    }

    @Test
    void aForgottenPasswordDoesNotCostTheUpload() throws Exception {
        View first = desk.view(TestRequest.post("import")
                .file("locked.key", openssl.read("locked.key"))
                .file("bob.crt", openssl.read("bob.crt")));
        Form retry = retryForm(first).orElseThrow();

        View wrong = desk.view(TestRequest.post("import").with(retry.hidden()).secret("wrong".toCharArray()));
        char[] password = "canary-secret".toCharArray();
        View right = desk.view(TestRequest.post("import")
                .with(retryForm(wrong).orElseThrow().hidden())
                .secret(password));

        assertThat(AdminDesk.text(wrong)).contains("The password doesn't open it.");
        assertThat(AdminDesk.text(right)).contains("New: 1.");
        assertThat(retryForm(right)).isEmpty();
        assertThat(desk.desk.keystore.own(Technology.SMIME, 5)).hasSize(1);
        assertThat(password).as("the field is wiped").containsOnly('\0');
        assertThat(desk.host.audited.toString() + AdminDesk.text(right)).doesNotContain("canary");
    }

    @Test
    void aKeptUploadIsItsOwnersAloneAndOverInTenMinutes() throws Exception {
        View first = desk.view(TestRequest.post("import").file("locked.key", openssl.read("locked.key")));
        Form retry = retryForm(first).orElseThrow();

        assertThat(desk.handle(TestRequest.post("import")
                        .with(retry.hidden())
                        .by("eve", Permissions.MANAGE_KEYS)
                        .secret("canary-secret".toCharArray())))
                .isInstanceOf(Outcome.Invalid.class);
        desk.desk.clock.move(Duration.ofMinutes(10));
        Outcome late =
                desk.handle(TestRequest.post("import").with(retry.hidden()).secret("canary-secret".toCharArray()));
        assertThat(((Outcome.Invalid) late).fieldErrors().get("files"))
                .hasToString("The upload is no longer here. Choose the files again.");
        assertThat(desk.desk.keystore.waitingKeys()).isEmpty();
    }

    @Test
    void pageNamesTheKeysThatAMailWaitsFor() throws Exception {
        String text = desk.text(TestRequest.get("import").with("missing", "pgp:DDA8792D3E71D086"));
        assertThat(text).contains("A mail waits for the PGP key DDA8 792D 3E71 D086.");

        String certificate = desk.text(TestRequest.get("import").with("missing", "smime:CN=Blue CA#4711"));
        assertThat(certificate).contains("A mail waits for the certificate 4711 of issuer CN=Blue CA.");

        assertThat(desk.text(TestRequest.get("import").with("missing", "x".repeat(5000))))
                .doesNotContain("waits for");
    }

    @Test
    void trustIsGivenByThoseWhoMay() throws Exception {
        TestRequest byManager = TestRequest.post("import")
                .file("root.crt", openssl.read("root.crt"))
                .with("anchors", "1")
                .with("trust", "compared")
                .by("manager", Permissions.MANAGE_KEYS);
        desk.handle(byManager);
        assertThat(desk.desk.keystore.anchors()).isEmpty();

        desk.handle(TestRequest.post("import")
                .file("root.crt", openssl.read("root.crt"))
                .with("anchors", "1")
                .with("trust", "compared")
                .with("how", "in person"));

        StoredCertificate root = desk.desk.keystore.anchors().get(0);
        assertThat(root.facts().trust()).isEqualTo(TrustLevel.CONFIRMED);
        assertThat(root.facts().ownerCheck().orElseThrow().who()).isEqualTo("mo");
        View form = desk.view(TestRequest.get("import").by("manager", Permissions.MANAGE_KEYS));
        assertThat(form.body().stream().map(Component::plainText).toList().toString())
                .doesNotContain("trust anchors");
    }

    @Test
    void nothingChosenIsSaidBesideTheField() throws Exception {
        Outcome outcome = desk.handle(TestRequest.post("import").file("", new byte[0]));

        assertThat(((Outcome.Invalid) outcome).fieldErrors().get("files")).hasToString("Choose a file or paste a key.");
    }

    @Test
    void passwordsOfKeysAreSetByNameAndTriedAtOnce() throws Exception {
        desk.handle(TestRequest.post("import").file("ann.key", annSecret));
        desk.host.set("PGP", "1");
        StoredCertificate stored =
                desk.desk.keystore.byAnyFingerprint(Octets.ofHex(ann)).get(0);
        String shortId = ann.substring(32);

        assertThat(desk.text(TestRequest.get(KeyPaths.detail(stored.certificate()))))
                .contains("The password is missing: this key can't sign or open mail yet.");
        assertThat(desk.notice(TestRequest.post("settings/password")
                                .with("key", shortId)
                                .secret("wrong".toCharArray()))
                        .code())
                .isEqualTo("password.wrong");
        assertThat(desk.notice(TestRequest.post("settings/password")
                                .with("key", shortId)
                                .secret("canary-secret".toCharArray()))
                        .what())
                .hasToString("The password opens " + shortId + " and is kept.");

        assertThat(desk.text(TestRequest.get(KeyPaths.detail(stored.certificate()))))
                .contains("The password is stored and opens the key.");
        assertThat(desk.host.audited)
                .extracting(e -> e.action() + " " + e.subject() + " " + e.outcome())
                .endsWith("key.password " + ann + " wrong", "key.password " + ann + " ok");
        assertThat(desk.host.audited.toString()).doesNotContain("canary");
    }
}
