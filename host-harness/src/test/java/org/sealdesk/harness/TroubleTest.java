package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.harness.peers.Authority;

/** Mails with something wrong: each is kept as it came, is named for what it is, and leaves the page readable. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TroubleTest {

    private static final String WORDS = "Please send the marzipan to the old house.";
    private static final String ENTITY = PgpCustomer.entity(WORDS);

    private final PgpCustomer support;
    private final PgpCustomer dana;
    private final PgpCustomer sam;
    private final PgpCustomer nobody;
    private final Openssl openssl;
    private final Authority authority;
    private final SmimeCustomer bob;
    private final Desk desk;

    TroubleTest(@TempDir Path data) throws Exception {
        openssl = Peers.requireOpenssl();
        support = new PgpCustomer("Acme Support", Desk.ADDRESS);
        dana = new PgpCustomer("Dana Fox", "dana@fox.test");
        sam = new PgpCustomer("Sam", "sam@evil.test");
        nobody = new PgpCustomer("No Body", "nobody@else.test");
        authority = new Authority(openssl, "customers-ca");
        bob = SmimeCustomer.of(openssl, authority, "bob", "bob@x.test");
        authority.issue("desk", Desk.ADDRESS);
        desk = new Desk(data);
    }

    @BeforeAll
    void deskKnowsSome() throws Exception {
        desk.switchOn("PGP", "SMIME");
        desk.importOwn(support.secretKey(""), "");
        desk.importCompared(dana.publicKey());
        desk.importCompared(sam.publicKey());
        desk.importAnchor(authority.certificate());
        desk.importCompared(bob.certificate());
        dana.knows(support);
        dana.knows(nobody);
    }

    @AfterAll
    void end() throws IOException {
        try (openssl;
                support;
                dana;
                sam;
                nobody) {
            desk.close();
        }
    }

    private Desk.Received receive(String from, String mail) throws Exception {
        return new Door(desk).receive(from, mail);
    }

    private Desk.Received from(PgpCustomer who, String entity) throws Exception {
        return receive(who.address(), desk.mail(who.mailbox(), "Trouble", entity));
    }

    @Test
    void oneChangedOctetOfAPgpSignedTextIsNoticed() throws Exception {
        Desk.Received mail = from(dana, dana.signed(ENTITY).replace("old house", "odd house"));

        assertThat(mail.signature()).isEqualTo("CONTENT_CHANGED");
        assertThat(mail.page().body()).contains("the text changed on the way");
        assertThat(mail.body().body()).contains("odd house");
    }

    @Test
    void oneChangedOctetOfAnSmimeSignedTextIsNoticed() throws Exception {
        String entity = bob.signed(ENTITY).replace("old house", "odd house");

        Desk.Received mail = receive(bob.address(), desk.mail("bob@x.test", "Trouble", entity));

        assertThat(mail.signature()).isEqualTo("CONTENT_CHANGED");
        assertThat(mail.body().body()).contains("odd house");
    }

    @Test
    void signatureOfSomebodyElseDoesNotConfirmTheSender() throws Exception {
        Desk.Received mail = from(dana, sam.signed(ENTITY));

        assertThat(mail.signature()).isEqualTo("SIGNER_MISMATCH");
        assertThat(mail.findings()).contains("SIG-FROM-MISMATCH");
        assertThat(mail.page().body()).contains("Signed by someone else: sam@evil.test, not by the sender.");
        assertThat(mail.body().body()).contains(WORDS);
    }

    @Test
    void signatureWithAnUnknownKeyNamesTheKey() throws Exception {
        Desk.Received mail = from(nobody, nobody.signed(ENTITY));

        assertThat(mail.signature()).isEqualTo("KEY_MISSING");
        assertThat(mail.findings()).contains("SIG-KEY-MISSING");
        assertThat(mail.report().get("missingKeys").toString().toUpperCase(java.util.Locale.ROOT))
                .contains(nobody.fingerprint());
        assertThat(mail.body().body()).contains(WORDS);
    }

    /** The desk has the key as it was; since then its owner has moved the end on his own machine only. */
    @Test
    void signatureWithAKeyThatHasExpiredHereDoesNotCount() throws Exception {
        Instant past = Instant.now().minus(Duration.ofDays(700));
        try (PgpCustomer lee = PgpCustomer.expiring("Lee Moor", "lee@moor.test", past, "1y")) {
            desk.importCompared(lee.publicKey());
            lee.lastsLonger();

            Desk.Received mail = from(lee, lee.signed(ENTITY));

            assertThat(mail.signature()).isEqualTo("KEY_EXPIRED");
            assertThat(mail.page().body()).contains("Signed with a key that had expired.");
            assertThat(mail.body().body()).contains(WORDS);
        }
    }

    @Test
    void signatureWithAnExpiredCertificateDoesNotCount() throws Exception {
        authority.issueExpired("old", "old@x.test");
        SmimeCustomer old = new SmimeCustomer(openssl, authority, "old", "old@x.test");
        desk.importCompared(old.certificate());

        Desk.Received mail = receive(old.address(), desk.mail("old@x.test", "Trouble", old.signed(ENTITY)));

        assertThat(mail.signature()).isEqualTo("KEY_EXPIRED");
        assertThat(mail.body().body()).contains(WORDS);
    }

    @Test
    void mailForAnotherPgpKeySaysThatTheKeyIsMissing() throws Exception {
        Desk.Received mail = from(dana, dana.signedAndEncrypted(ENTITY, nobody));

        unreadable(mail, "KEY_MISSING", "encrypted for a key we don");
        assertThat(mail.findings()).contains("ENC-KEY-MISSING");
        assertThat(mail.report().getAsJsonArray("missingKeys")).isNotEmpty();
    }

    @Test
    void mailForACertificateWithoutItsPrivateKeyHereSaysThatTheKeyIsMissing() throws Exception {
        String entity = bob.encrypted(bob.signed(ENTITY), "desk");

        Desk.Received mail = receive(bob.address(), desk.mail("bob@x.test", "Trouble", entity));

        unreadable(mail, "KEY_MISSING", "encrypted for a key we don");
        assertThat(mail.findings()).contains("ENC-KEY-MISSING");
    }

    @Test
    void damagedCiphertextIsNotShown() throws Exception {
        String sound = dana.signedAndEncrypted(ENTITY, support);
        int place = sound.indexOf("-----END PGP MESSAGE") - 40;
        char other = sound.charAt(place) == 'A' ? 'B' : 'A';
        String damaged = (sound.substring(0, place) + other + sound.substring(place + 1))
                .replaceFirst("\r\n=[A-Za-z0-9+/]{4}(?=\r\n)", "");

        Desk.Received mail = from(dana, damaged);

        unreadable(mail, "DAMAGED", "the encrypted data was damaged or altered");
        assertThat(mail.findings()).contains("ENC-FAILED");
    }

    private static void unreadable(Desk.Received mail, String state, String sentence) {
        assertThat(mail.encryption()).isEqualTo(state);
        assertThat(mail.page().body().replace("&#39;", "'")).contains(sentence);
        assertThat(mail.body().body()).doesNotContain("marzipan");
        assertThat(mail.text()).doesNotContain("marzipan");
    }

    @Test
    void octetsThatAreNoMimeAtAllAreATicketToo() throws Exception {
        Desk.Received mail =
                receive("x@y.test", "GIF89a\u0001\u0002\u0003 no header here\r\nand a \u0007second line\r\n");

        assertThat(mail.article().getAsJsonArray("reports").toString()).doesNotContain("CONFIRMED");
    }

    @Test
    void mailFromBeforeMimeIsReadable() throws Exception {
        Desk.Received mail = receive("a@y.test", "From: a@y.test\r\nSubject: plain\r\n\r\n" + WORDS + "\r\n");

        assertThat(mail.body().body()).contains(WORDS);
        assertThat(mail.article().getAsJsonArray("reports").toString()).doesNotContain("CONFIRMED");
    }
}
