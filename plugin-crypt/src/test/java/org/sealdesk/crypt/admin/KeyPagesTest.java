package org.sealdesk.crypt.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealdesk.api.Problem;
import org.sealdesk.api.admin.Component.Chip;
import org.sealdesk.api.admin.Component.Table;
import org.sealdesk.api.admin.Component.Tabs;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.api.admin.View;
import org.sealdesk.api.host.Directory.Queue;
import org.sealdesk.crypt.intake.Desk;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.intake.KeyExport;
import org.sealdesk.crypt.intake.OpensslKeys;
import org.sealdesk.crypt.key.CertificateFacts.Role;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Lists, details, relations and deletion over certificates made by OpenSSL. */
class KeyPagesTest {

    private static final String HOSTILE = "/CN=<script>alert(1)<\\/script>\u202Egnp.exe";

    private static OpensslKeys peer;

    private final AdminDesk desk = new AdminDesk();

    @BeforeAll
    static void make() throws IOException {
        peer = new OpensslKeys();
        peer.authority("root", "/CN=Example Root");
        peer.issued("sub", "/CN=Example Mail CA", "ca@example.org", "root", "basicConstraints=critical,CA:TRUE");
        peer.issued("support", "/CN=Support", "support@example.org", "sub", "basicConstraints=CA:FALSE");
        peer.selfSigned("hostile", HOSTILE, "eve@example.org");
    }

    @AfterAll
    static void clean() {
        if (peer != null) {
            peer.close();
        }
    }

    @BeforeEach
    void switchOn() {
        desk.host.set("SMIME", "1");
        desk.host.queues.add(new Queue("q", "Support desk", List.of("support@example.org")));
    }

    private StoredCertificate take(String... files) throws IOException {
        ImportFile[] all = new ImportFile[files.length];
        for (int i = 0; i < files.length; i++) {
            all[i] = peer.file(files[i]);
        }
        String fingerprint =
                desk.desk.take(all).items().get(files.length - 1).fingerprint().orElseThrow();
        return stored(fingerprint);
    }

    private StoredCertificate stored(String fingerprint) {
        return KeyPaths.find(desk.desk.keystore, Technology.SMIME, fingerprint).orElseThrow();
    }

    private StoredCertificate again(StoredCertificate stored) {
        return stored(stored.certificate().fingerprint().hex());
    }

    private static Table table(View view) {
        return (Table) ((Tabs) view.body().get(0)).body().get(0);
    }

    @Test
    void aTechnologyThatIsOffExplainsItselfAndLinksToTheSettings() throws Exception {
        assertThat(desk.text(TestRequest.get("pgp"))).isEqualTo("""
                PGP is switched off
                PGP is switched off. Keys stay where they are; no mail is signed, encrypted or opened with PGP until you switch it on.""");
    }

    @Test
    void theListShowsOneRowForEachPair() throws Exception {
        StoredCertificate own = take("support.key", "support.crt");
        String hash = own.certificate().x509().orElseThrow().subjectHash();
        String grouped = KeyFacts.grouped(own.certificate().fingerprint());
        String from = desk.parts
                .texts()
                .of(
                        "value.date",
                        LocalDate.ofInstant(own.certificate().validity().from(), ZoneOffset.UTC))
                .fallback();

        String text = desk.text(TestRequest.get("smime"));

        assertThat(text).startsWith("""
                S/MIME certificates
                S/MIME certificates: 1
                Subject, address | Hash | Fingerprint | Status | Created | Expires | Algorithm
                CN=Support [Own] support@example.org | %s | %s | [Chain incomplete] | %s | \
                """.formatted(hash, grouped, from));
        assertThat(text).endsWith(" | RSA 2048");
        assertThat(desk.text(TestRequest.get("smime?tab=contacts"))).contains("No certificates yet.");
        assertThat(desk.text(TestRequest.get("smime?tab=own"))).contains("CN=Support");
    }

    @Test
    void searchingTakesWordsHashesAndFingerprintsInAnyShape() throws Exception {
        StoredCertificate own = take("root.crt", "support.crt");
        String fingerprint = own.certificate().fingerprint().hex();
        String sha1 = KeyExport.colons(own.certificate().x509().orElseThrow().sha1());

        for (String query : List.of(
                "supp",
                "support@example.org",
                fingerprint,
                KeyFacts.grouped(own.certificate().fingerprint()),
                sha1,
                own.certificate().x509().orElseThrow().subjectHash())) {
            View view = desk.view(TestRequest.get("smime").with("q", query));
            assertThat(table(view).rows())
                    .as(query)
                    .extracting(Table.TableRow::id)
                    .containsExactly(fingerprint);
        }
        assertThat(desk.text(TestRequest.get("smime").with("q", "<b>nobody")))
                .contains("Nothing found for \"<b>nobody\".");
    }

    @Test
    void everyEntryIsOnExactlyOnePage() throws Exception {
        try (OpensslKeys many = new OpensslKeys()) {
            many.openssl()
                    .run("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "k.pem")
                    .ok();
            for (int i = 0; i < 60; i++) {
                byte[] certificate = many.openssl()
                        .run("req", "-x509", "-key", "k.pem", "-subj", "/CN=Person " + i, "-days", "100")
                        .ok()
                        .out();
                desk.desk.take(Desk.file(i + ".pem", certificate));
            }
        }
        List<String> seen = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        Optional<String> next = Optional.of("smime");
        String last = "";
        while (next.isPresent()) {
            last = next.get();
            Table table = table(desk.view(TestRequest.get(last)));
            table.rows().forEach(r -> seen.add(r.id()));
            starts.add(table.paging().orElseThrow().from());
            assertThat(table.paging().orElseThrow().total()).isEqualTo(60);
            next = table.paging().orElseThrow().next();
        }

        assertThat(seen).hasSize(60).doesNotHaveDuplicates();
        assertThat(starts).containsExactly(1L, 26L, 51L);
        String back = table(desk.view(TestRequest.get(last)))
                .paging()
                .orElseThrow()
                .previous()
                .orElseThrow();
        assertThat(table(desk.view(TestRequest.get(back))).rows().get(0).id()).isEqualTo(seen.get(25));
        assertThat(desk.handle(TestRequest.get("smime?after=%00nonsense&before=-7")))
                .isInstanceOf(Outcome.Page.class);
    }

    @Test
    void namesByStrangersStayData() throws Exception {
        StoredCertificate hostile = take("hostile.crt");
        assertThat(hostile.certificate().displayName()).contains("script", "\u202E");

        Table.TableRow row = table(desk.view(TestRequest.get("smime"))).rows().get(0);
        View detail = desk.view(TestRequest.get(KeyPaths.detail(hostile.certificate())));

        assertThat(row.cells().get(0).plainText())
                .contains(hostile.certificate().displayName());
        assertThat(detail.title().isData()).isTrue();
        assertThat(row.actions()).allSatisfy(a -> assertThat(a.path()).matches("smime/[0-9a-f]{64}(/[a-z]+)?"));
        Outcome.Download file =
                (Outcome.Download) desk.handle(TestRequest.get(KeyPaths.below(hostile.certificate(), "certificate")));
        assertThat(file.fileName()).matches("[0-9a-f]{8}-cert\\.pem");
    }

    @Test
    void downloadsAreWhatOpensslReads() throws Exception {
        StoredCertificate own = take("support.key", "support.crt");

        Outcome.Download pem =
                (Outcome.Download) desk.handle(TestRequest.get(KeyPaths.below(own.certificate(), "certificate")));
        Outcome.Download txt =
                (Outcome.Download) desk.handle(TestRequest.get(KeyPaths.below(own.certificate(), "fingerprint")));

        byte[] octets = pem.content().open().readAllBytes();
        String sha1 = peer.openssl()
                .run(octets, "x509", "-noout", "-fingerprint", "-sha1")
                .ok()
                .text()
                .replaceAll("(?s).*=|\\s", "");
        assertThat(new String(octets, StandardCharsets.US_ASCII)).doesNotContain("PRIVATE");
        assertThat(new String(txt.content().open().readAllBytes(), StandardCharsets.US_ASCII))
                .contains("SHA-1 " + sha1 + "\n");
    }

    @Test
    void theChainIsDrawnAndItsEndNamed() throws Exception {
        StoredCertificate own = take("support.key", "support.crt");
        assertThat(desk.text(TestRequest.get(KeyPaths.detail(own.certificate()))))
                .contains("The issuer \"CN=Example Mail CA\" is not here.");

        take("sub.crt", "root.crt");
        assertThat(desk.text(TestRequest.get(KeyPaths.detail(own.certificate()))))
                .contains("  CN=Example Root [Issuer]\n    CN=Example Mail CA [Issuer]\n      CN=Support")
                .contains("which nobody here trusts yet");

        StoredCertificate root = take("root.crt");
        desk.handle(
                TestRequest.post(KeyPaths.below(root.certificate(), "anchor")).with("anchor", "1"));
        assertThat(desk.text(TestRequest.get(KeyPaths.detail(own.certificate()))))
                .contains("The chain is complete (3 certificates) and ends at a trusted root.");
        assertThat(new KeyStatus(desk.parts).of(again(own)).label()).hasToString("Ready");
    }

    @Test
    void aLeafIsNoAnchorWhateverAFormSays() throws Exception {
        StoredCertificate own = take("support.crt");

        Problem notice = desk.notice(
                TestRequest.post(KeyPaths.below(own.certificate(), "anchor")).with("anchor", "1"));

        assertThat(notice.what()).hasToString("Not changed: this certificate may not issue others.");
        assertThat(desk.desk.keystore.anchors()).isEmpty();
    }

    @Test
    void anOwnerCheckIsKeptWithWhoWhenAndHow() throws Exception {
        StoredCertificate contact = take("hostile.crt");
        String trust = KeyPaths.below(contact.certificate(), "trust");

        desk.handle(TestRequest.post(trust).with("trust", "CONFIRMED").with("how", "by phone"));

        StoredCertificate checked = again(contact);
        assertThat(checked.facts().trust()).isEqualTo(TrustLevel.CONFIRMED);
        assertThat(checked.facts().ownerCheck().orElseThrow().who()).isEqualTo("mo");
        assertThat(checked.facts().ownerCheck().orElseThrow().how()).isEqualTo("by phone");
        assertThat(desk.host.audited).extracting(e -> e.action()).containsExactly("key.trust.confirmed");
        assertThat(desk.changed)
                .containsExactly(contact.certificate().fingerprint().hex());

        for (String impossible : List.of("CHAINED", "HARVESTED", "", "confirmed")) {
            desk.handle(TestRequest.post(trust).with("trust", impossible));
        }
        assertThat(again(contact).facts().trust()).isEqualTo(TrustLevel.CONFIRMED);
        desk.handle(TestRequest.post(trust).with("trust", "REJECTED"));
        assertThat(new KeyStatus(desk.parts).of(again(contact)).label()).hasToString("Rejected");
    }

    @Test
    void theListIsFilteredByStateTrustAndEnd() throws Exception {
        StoredCertificate own = take("support.key", "support.crt");
        StoredCertificate root = take("root.crt");
        desk.handle(
                TestRequest.post(KeyPaths.below(root.certificate(), "trust")).with("trust", "REJECTED"));
        String ownName = own.certificate().displayName();
        String rootName = root.certificate().displayName();

        assertThat(desk.text(TestRequest.get("smime").with("trust", "rejected")))
                .contains(rootName)
                .doesNotContain(ownName);
        assertThat(desk.text(TestRequest.get("smime").with("state", "good").with("days", "400")))
                .contains(ownName)
                .doesNotContain(rootName);
        assertThat(desk.text(TestRequest.get("smime").with("state", "revoked"))).contains("Nothing fits this filter.");
        assertThat(desk.text(TestRequest.get("smime").with("state", "nonsense").with("days", "-1")))
                .contains(ownName, rootName);
        desk.desk.clock.move(Duration.ofDays(366));
        assertThat(desk.text(TestRequest.get("smime").with("state", "expired"))).contains(ownName);
    }

    @Test
    void theHistoryOfAKeyIsAPageOfTheAuditLog() throws Exception {
        StoredCertificate contact = take("hostile.crt");
        desk.handle(TestRequest.post(KeyPaths.below(contact.certificate(), "trust"))
                .with("trust", "CONFIRMED")
                .with("how", "by phone"));
        desk.handle(TestRequest.post("settings").with("group", "PGP").with("PGP", "1"));

        String all = desk.text(TestRequest.get("audit").with("verify", "1"));
        String one = desk.text(TestRequest.get("audit")
                .with("key", contact.certificate().fingerprint().hex()));

        assertThat(all).contains("All 2 entries are as they were written.", "settings.change", "key.trust.confirmed");
        assertThat(one)
                .contains("key.trust.confirmed", "trust=UNVERIFIED → trust=CONFIRMED", "by phone", "mo")
                .doesNotContain("settings.change");
    }

    @Test
    void theStatusFollowsTheClock() throws Exception {
        StoredCertificate own = take("support.key", "support.crt");
        KeyStatus status = new KeyStatus(desk.parts);
        // Far from midnight on both sides: the peer made the certificate by its own clock.
        desk.desk.clock.move(Duration.ofDays(360).plusHours(12));
        assertThat(status.of(own)).extracting(Chip::label).hasToString("Expires in 3 days");
        assertThat(desk.errors.find()).extracting(Problem::code).contains("key.expiring");

        desk.desk.clock.move(Duration.ofDays(6));

        assertThat(status.of(own)).extracting(Chip::label).hasToString("Expired 2 days ago");
        assertThat(desk.errors.find()).extracting(Problem::code).contains("key.expired");
        desk.handle(TestRequest.post(KeyPaths.below(own.certificate(), "role")).with("role", "RETIRED"));
        assertThat(again(own).facts().role()).isEqualTo(Role.RETIRED);
        assertThat(desk.errors.find())
                .as("a retired key may end")
                .extracting(Problem::code)
                .doesNotContain("key.expired");
    }

    @Test
    void deletingAnOwnKeySaysWhatItCostsAndAsksForThePassword() throws Exception {
        StoredCertificate own = take("support.key", "support.crt");
        String delete = KeyPaths.below(own.certificate(), "delete");

        assertThat(desk.text(TestRequest.get(delete)))
                .contains("can't be read any more")
                .contains("Queue \"Support desk\" sends from an address of this key and has no other one")
                .contains("No mail to support@example.org can be encrypted any more.")
                .contains("Retire it instead");
        assertThat(desk.handle(TestRequest.post(delete))).isInstanceOf(Outcome.Reauthenticate.class);
        assertThat(desk.handle(TestRequest.post(delete).reauthenticated(Duration.ofMinutes(6))))
                .isInstanceOf(Outcome.Reauthenticate.class);
        assertThat(again(own).hasSecret()).isTrue();

        desk.handle(TestRequest.post(delete).reauthenticated(Duration.ofMinutes(1)));

        assertThat(desk.desk.keystore.count(Technology.SMIME)).isZero();
        assertThat(desk.desk.keystore.has(own.certificate().secretKeyId())).isFalse();
        assertThat(desk.host.audited)
                .as("the certificate and its secret key")
                .extracting(e -> e.action())
                .containsExactly("key.delete.own", "key.delete.own");
    }

    @Test
    void deletingNamesWhatStepsInAndWhatWasUsed() throws Exception {
        StoredCertificate own = take("support.key", "support.crt");
        Fingerprint fingerprint = own.certificate().fingerprint();
        desk.desk.keystore.apply(List.of(new Keystore.Change.PutUses(
                fingerprint,
                new LastUsed(Map.of(
                        LastUsed.Use.SIGNING,
                        LocalDate.of(2026, 3, 4),
                        LastUsed.Use.OPENING,
                        LocalDate.of(2026, 2, 1))))));
        desk.waitingMails = 3;

        assertThat(desk.text(TestRequest.get(KeyPaths.below(own.certificate(), "delete"))))
                .contains("Last used on Mar 4, 2026; it opened mail on Feb 1, 2026.")
                .contains("3 mails wait for a key.");
        assertThat(desk.text(TestRequest.get(KeyPaths.detail(own.certificate()))))
                .contains("To sign", "Mar 4, 2026", "To encrypt", "not yet");
    }

    @Test
    void whichKeyAnAddressWouldUseIsSaidWithItsReason() throws Exception {
        StoredCertificate own = take("support.key", "support.crt");

        String answer = desk.text(TestRequest.get("which-key").with("address", "support@example.org"));

        assertThat(answer)
                .contains("To encrypt with S/MIME")
                .contains("To sign with S/MIME")
                .contains(own.certificate().displayName() + " is used: It is the only one that will do.");
        desk.handle(TestRequest.post(KeyPaths.below(own.certificate(), "role")).with("role", "RETIRED"));
        assertThat(desk.text(TestRequest.get("which-key").with("address", "support@example.org")))
                .contains("None is used: The key is retired.");
        assertThat(desk.text(TestRequest.get("which-key").with("address", "nobody@example.org")))
                .contains("None is used: The key is not here.");
        assertThat(desk.text(TestRequest.get("which-key").with("address", "<script>")))
                .contains("\"<script>\" is not a mail address.");
    }

    @Test
    void relatedCertificatesAreCompletedOrderedAndForgottenWithTheirCertificate() throws Exception {
        StoredCertificate root = take("root.crt");
        StoredCertificate sub = take("sub.crt");
        StoredCertificate own = take("support.key", "support.crt");
        String relations = KeyPaths.below(own.certificate(), "relations");

        desk.handle(TestRequest.post(relations).with("op", "complete"));
        assertThat(again(own).facts().related())
                .containsExactly(sub.certificate().fingerprint());
        Map<String, String> rootTarget =
                Map.of("target", root.certificate().fingerprint().hex());
        desk.handle(TestRequest.post(relations).with("op", "add").with(rootTarget));
        desk.handle(TestRequest.post(relations).with("op", "add").with(rootTarget));
        desk.handle(TestRequest.post(relations)
                .with("op", "add")
                .with("target", own.certificate().fingerprint().hex()));
        desk.handle(TestRequest.post(relations).with("op", "up").with(rootTarget));
        assertThat(again(own).facts().related())
                .as("no doubles, never itself")
                .containsExactly(
                        root.certificate().fingerprint(), sub.certificate().fingerprint());
        assertThat(desk.text(TestRequest.get(relations))).contains("CN=Example Mail CA");

        desk.handle(TestRequest.post(KeyPaths.below(root.certificate(), "delete")));

        assertThat(again(own).facts().related())
                .containsExactly(sub.certificate().fingerprint());
    }

    @Test
    void everyPathHasAPermissionAndUnknownOnesHaveNone() throws Exception {
        StoredCertificate own = take("support.key", "support.crt");
        String detail = KeyPaths.detail(own.certificate());
        List<String> path = List.of(detail.split("/"));

        assertThat(desk.pages.permission(List.of("settings"), true)).isEqualTo(Permissions.SETTINGS);
        assertThat(desk.pages.permission(List.of("pgp"), false)).isEqualTo(Permissions.VIEW_KEYS);
        assertThat(desk.pages.permission(List.of("smime", path.get(1), "trust"), true))
                .isEqualTo(Permissions.TRUST);
        assertThat(desk.pages.permission(List.of("smime", path.get(1), "delete"), true))
                .isEqualTo(Permissions.MANAGE_KEYS);
        assertThat(desk.pages.permission(List.of("smime", path.get(1), "trust"), false))
                .isEmpty();
        assertThat(desk.pages.permission(List.of("smime", path.get(1)), true)).isEmpty();
        assertThat(desk.pages.permission(List.of("nowhere"), false)).isEmpty();
        assertThat(desk.pages.permission(List.of("pgp", "x", "anchor"), true)).isEmpty();
        assertThat(desk.handle(TestRequest.post(detail + "/trust")
                        .with("trust", "CONFIRMED")
                        .by("agent", Permissions.VIEW_KEYS)))
                .isInstanceOf(Outcome.NotFound.class);
        assertThat(again(own).facts().trust()).isEqualTo(TrustLevel.UNVERIFIED);
    }

    @Test
    void readingAPageChangesNothing() throws Exception {
        StoredCertificate own = take("support.key", "support.crt");
        int writes = desk.desk.keystore.writes();
        for (String page : List.of("health", "settings", "smime", "pgp", "import")) {
            desk.handle(TestRequest.get(page));
        }
        for (String page : List.of("", "/certificate", "/fingerprint", "/delete", "/relations")) {
            desk.handle(TestRequest.get(KeyPaths.detail(own.certificate()) + page));
        }
        assertThat(desk.desk.keystore.writes()).isEqualTo(writes);
        assertThat(desk.host.audited).isEmpty();
    }

    @Test
    void anUnknownKeyIsNotFound() throws Exception {
        for (String path : List.of("smime/xyz", "smime/" + "0".repeat(64), "pgp/" + "0".repeat(40), "smime/0/delete")) {
            assertThat(desk.handle(TestRequest.get(path))).as(path).isInstanceOf(Outcome.NotFound.class);
        }
    }
}
