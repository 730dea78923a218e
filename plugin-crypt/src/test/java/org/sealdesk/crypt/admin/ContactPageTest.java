package org.sealdesk.crypt.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.host.Directory.Contact;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.intake.OpensslKeys;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateFacts.Role;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.message.CertificateChoice;
import org.sealdesk.crypt.message.CertificateChooser;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** What contacts may do with their own keys, and what they may not. */
class ContactPageTest {

    private static final Contact BOB = new Contact("7", "Bob", List.of("bob@example.org"));
    private static final Contact EVE = new Contact("8", "Eve", List.of("eve@example.org"));

    private static OpensslKeys openssl;
    private static byte[] annPublic;
    private static byte[] annSecret;

    private final AdminDesk desk = new AdminDesk();
    private final ContactPage page = new ContactPage(desk.parts, desk.errors);

    @BeforeAll
    static void makeKeys() throws Exception {
        openssl = new OpensslKeys();
        openssl.authority("root", "/CN=Example Root");
        openssl.selfSigned("bob", "/CN=Bob", "bob@example.org");
        openssl.selfSigned("bob2", "/CN=Bob new", "bob@example.org");
        openssl.selfSigned("both", "/CN=Bob", "bob@example.org,email:ceo@example.org");
        try (Gpg gpg = Peers.requireGpg()) {
            String ann = gpg.newKey("Ann <ann@example.org>", "ed25519", "cv25519", "");
            annPublic = gpg.exportPublic(ann);
            annSecret = gpg.exportSecret(ann, "");
        }
    }

    @AfterAll
    static void removeKeys() throws Exception {
        if (openssl != null) {
            openssl.close();
        }
    }

    private TestRequest upload(String... names) throws Exception {
        TestRequest request = TestRequest.post("upload").by("contact 7");
        for (String name : names) {
            request.file(name, openssl.read(name));
        }
        return request;
    }

    private String said(Contact contact, TestRequest request) throws Exception {
        return ((Outcome.Redirect) page.handle(contact, request))
                .notice()
                .orElseThrow()
                .what()
                .toString();
    }

    private String text(Contact contact) throws Exception {
        return AdminDesk.text(((Outcome.Page) page.handle(contact, TestRequest.get(""))).view());
    }

    private List<StoredCertificate> bobs() {
        return desk.desk.keystore.byAddress(MailAddress.parse("bob@example.org").orElseThrow());
    }

    @Test
    void anOwnCertificateIsTakenAndTrustedLittle() throws Exception {
        assertThat(said(BOB, upload("bob.crt"))).isEqualTo("Thank you. Keys taken: 1");

        StoredCertificate stored = bobs().get(0);
        assertThat(stored.facts().source()).isEqualTo(Source.CONTACT);
        assertThat(stored.facts().trust()).isEqualTo(TrustLevel.HARVESTED);
        assertThat(stored.facts().uploader()).contains("7");
        assertThat(stored.facts().anchor()).isFalse();
        assertThat(text(BOB)).contains("CN=Bob", "You uploaded it");
        assertThat(text(EVE)).contains("We have no key of yours yet.").doesNotContain("CN=Bob");
        assertThat(desk.host.audited).first().satisfies(e -> {
            assertThat(e.actor()).isEqualTo("contact 7");
            assertThat(e.action()).isEqualTo("key.contact.upload");
            assertThat(e.subject()).isEqualTo(stored.certificate().fingerprint().hex());
        });
        assertThat(desk.changed).contains(stored.certificate().fingerprint().hex());
    }

    @Test
    void aCertificateOfSomebodyElseIsRefusedByName() throws Exception {
        assertThat(said(EVE, upload("bob.crt"))).contains("bob@example.org", "not known to be yours");
        assertThat(said(BOB, upload("both.crt"))).contains("ceo@example.org", "not known to be yours");
        assertThat(bobs()).isEmpty();
        assertThat(desk.host.audited).allMatch(e -> e.outcome().equals("refused"));
    }

    @Test
    void oneForeignCertificateIsEnoughToTakeNothing() throws Exception {
        said(BOB, upload("bob.crt", "both.crt"));
        assertThat(bobs()).isEmpty();
    }

    @Test
    void aPrivateKeyIsRefusedWithWordsAndNotKept() throws Exception {
        int writes = desk.desk.keystore.writes();
        assertThat(said(BOB, upload("bob.crt", "bob.key"))).startsWith("This holds a private key.");
        TestRequest pgp = TestRequest.post("upload").with("text", new String(annSecret, StandardCharsets.US_ASCII));
        assertThat(said(new Contact("9", "Ann", List.of("ann@example.org")), pgp))
                .startsWith("This holds a private key.");
        assertThat(bobs()).isEmpty();
        assertThat(desk.desk.keystore.waitingKeys()).isEmpty();
        assertThat(desk.desk.keystore.writes() - writes)
                .as("entries of the audit log and nothing else")
                .isEqualTo(2);
    }

    @Test
    void anIssuerCannotComeThisWay() throws Exception {
        assertThat(said(BOB, upload("root.crt"))).contains("names no mail address");
        assertThat(desk.desk.keystore.count(Technology.SMIME)).isZero();
    }

    @Test
    void openPgpComesTheSameWay() throws Exception {
        TestRequest pasted = TestRequest.post("upload").with("text", new String(annPublic, StandardCharsets.US_ASCII));
        assertThat(said(new Contact("9", "Ann", List.of("ANN@example.org", "ann@EXAMPLE.org")), pasted))
                .isEqualTo("Thank you. Keys taken: 1");
        assertThat(desk.desk.keystore.count(Technology.OPENPGP)).isEqualTo(1);
    }

    @Test
    void whatTheDeskTrustsMoreIsNotReplaced() throws Exception {
        desk.desk.take(org.sealdesk.crypt.intake.Desk.file("bob.crt", openssl.read("bob.crt")));
        StoredCertificate checked = bobs().get(0);
        CertificateFacts confirmed = checked.facts().withTrust(TrustLevel.CONFIRMED, Optional.empty());
        desk.desk.keystore.apply(
                List.of(new Change.PutFacts(checked.certificate().fingerprint(), confirmed)));

        said(BOB, upload("bob.crt", "bob2.crt").with("replace", "on"));

        CertificateChoice choice = new CertificateChooser(desk.desk.keystore, desk.parts.usability()::of)
                .recipient(MailAddress.parse("bob@example.org").orElseThrow(), Technology.SMIME, desk.parts.now());
        assertThat(((CertificateChoice.Chosen) choice).stored().certificate()).isEqualTo(checked.certificate());
        assertThat(desk.desk
                        .keystore
                        .byFingerprint(checked.certificate().fingerprint())
                        .orElseThrow()
                        .facts())
                .as("facts of the desk's own stay")
                .isEqualTo(confirmed);
        assertThat(bobs()).hasSize(2);
    }

    @Test
    void anEarlierUploadIsReplacedAndWithdrawnByItsOwnerOnly() throws Exception {
        said(BOB, upload("bob.crt"));
        said(BOB, upload("bob2.crt").with("replace", "on"));
        StoredCertificate now = bobs().get(0);
        assertThat(bobs()).hasSize(1);
        assertThat(now.certificate().displayName()).isEqualTo("CN=Bob new");

        String hex = now.certificate().fingerprint().hex();
        Contact sameAddress = new Contact("99", "Somebody", List.of("bob@example.org"));
        assertThat(page.handle(sameAddress, TestRequest.post("withdraw").with("key", hex)))
                .isInstanceOf(Outcome.NotFound.class);
        assertThat(page.handle(EVE, TestRequest.post("withdraw").with("key", hex)))
                .isInstanceOf(Outcome.NotFound.class);
        assertThat(said(BOB, TestRequest.post("withdraw").with("key", hex))).isEqualTo("The key is withdrawn.");
        assertThat(bobs()).isEmpty();
    }

    @Test
    void aWithdrawnKeyThatTheDeskHadCheckedIsRetired() throws Exception {
        said(BOB, upload("bob.crt"));
        StoredCertificate stored = bobs().get(0);
        desk.handle(
                TestRequest.post(KeyPaths.below(stored.certificate(), "trust")).with("trust", "CONFIRMED"));

        said(
                BOB,
                TestRequest.post("withdraw")
                        .with("key", stored.certificate().fingerprint().hex()));

        assertThat(bobs().get(0).facts().role()).isEqualTo(Role.RETIRED);
    }

    @Test
    void tooMuchIsRefused() throws Exception {
        TestRequest large = TestRequest.post("upload").file("photo", new byte[1024 * 1024 + 1]);
        assertThat(said(BOB, large)).contains("1,024 KiB");
        TestRequest many = TestRequest.post("upload");
        for (int i = 0; i < 11; i++) {
            many.file("bob" + i, openssl.read("bob.crt"));
        }
        assertThat(said(BOB, many)).contains("That is too much");
        assertThat(said(BOB, TestRequest.post("upload"))).isEqualTo("Choose a file or paste a key.");
        assertThat(said(BOB, TestRequest.post("upload").with("text", "hello"))).contains("no public key");
        assertThat(desk.desk.keystore.count(Technology.SMIME)).isZero();
    }
}
