package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.harness.peers.Authority;

/** A customer asks, the desk reads and answers, the customer reads: nothing between them is ours but the desk. */
class CustomerRoundTripTest {

    private static final String QUESTION = "Where is my zebrafinch order?";
    private static final String ANSWER = "Your zebrafinch left us yesterday, grüße";

    private final Path data;

    CustomerRoundTripTest(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void customerWithGnupgAsksAndReadsTheAnswer() throws Exception {
        String passphrase = "correct horse 17";
        try (PgpCustomer support = new PgpCustomer("Acme Support", Desk.ADDRESS, passphrase);
                PgpCustomer dana = new PgpCustomer("Dana Fox", "dana@fox.test");
                Desk desk = new Desk(data)) {
            desk.switchOn("PGP", "SMIME");
            desk.importOwn(support.secretKey(passphrase), passphrase);
            desk.importCompared(dana.publicKey());
            dana.knows(support);
            String entity = dana.signedAndEncrypted(PgpCustomer.entity(QUESTION), support, dana);
            assertThat(entity).doesNotContain("zebrafinch");

            Desk.Received mail = desk.receive(dana.address(), desk.mail(dana.mailbox(), "...", entity));

            readsAndIsConfirmed(mail, "dana@fox.test");
            assertThat(mail.encryption()).isEqualTo("DECRYPTED");
            Browser.Page sent = desk.reply(mail, "dana@fox.test", ANSWER);
            assertThat(sent.path()).as(sent.body()).isEqualTo("/tickets/" + mail.ticket());
            MimeMessage arrived = arrived(desk, "dana");
            assertThat(arrived.getContentType()).startsWith("multipart/encrypted");
            Gpg gpg = dana.gpg();
            PeerProcess opened =
                    gpg.run(MailProgram.part(arrived, 1), "--decrypt").ok();
            assertThat(opened.err())
                    .contains("DECRYPTION_OKAY", "GOODMDC", "VALIDSIG " + support.fingerprint())
                    .containsPattern("GOODSIG [0-9A-F]+ Acme Support <support@acme.test>");
            assertThat(MailProgram.text(MailProgram.read(opened.out()))).contains(ANSWER);
        }
    }

    @Test
    void customerWithOpensslAsksAndReadsTheAnswer() throws Exception {
        String password = "blue staple 18";
        try (Openssl openssl = Peers.requireOpenssl();
                Desk desk = new Desk(data)) {
            Authority authority = new Authority(openssl, "customers-ca");
            authority.issue("desk", Desk.ADDRESS);
            SmimeCustomer bob = SmimeCustomer.of(openssl, authority, "bob", "bob@x.test");
            desk.switchOn("PGP", "SMIME");
            desk.importAnchor(authority.certificate());
            desk.importOwn(authority.lockedKeyAndCertificate("desk", password), password);
            desk.importCompared(bob.certificate());
            String entity = bob.encrypted(bob.signed(PgpCustomer.entity(QUESTION)), "desk", "bob");

            Desk.Received mail = desk.receive(bob.address(), desk.mail("Bob <bob@x.test>", "...", entity));

            readsAndIsConfirmed(mail, "bob@x.test");
            // CBC proves nothing about changes on the way, and the report does not hide it.
            assertThat(mail.encryption()).isEqualTo("DECRYPTED_LEGACY");
            Browser.Page sent = desk.reply(mail, "bob@x.test", ANSWER);
            assertThat(sent.path()).as(sent.body()).isEqualTo("/tickets/" + mail.ticket());
            MimeMessage arrived = arrived(desk, "bob");
            assertThat(arrived.getContentType()).startsWith("application/pkcs7-mime");
            openssl.file(
                    "answer.eml",
                    MailProgram.inbox(desk.harness().imapPort(), "bob").get(0));
            openssl.run(
                            "cms",
                            "-decrypt",
                            "-in",
                            "answer.eml",
                            "-recip",
                            "bob.pem",
                            "-inkey",
                            "bob.key",
                            "-out",
                            "answer.signed")
                    .ok();
            PeerProcess verified = openssl.run(
                            "cms",
                            "-verify",
                            "-in",
                            "answer.signed",
                            "-CAfile",
                            "customers-ca.pem",
                            "-signer",
                            "signer.pem")
                    .ok();
            assertThat(openssl.run("x509", "-in", "signer.pem", "-noout", "-email")
                            .ok()
                            .text())
                    .contains(Desk.ADDRESS);
            assertThat(MailProgram.text(MailProgram.read(verified.out()))).contains(ANSWER);
        }
    }

    private static void readsAndIsConfirmed(Desk.Received mail, String author) {
        assertThat(mail.text()).contains(QUESTION);
        assertThat(mail.body().body()).contains(QUESTION);
        assertThat(mail.page().body()).contains("Encrypted for us, and confirmed as sent by " + author + ".");
        assertThat(mail.signature()).isEqualTo("CONFIRMED");
    }

    /** The only mail in the mailbox; nothing of the answer was readable on its way there. */
    private static MimeMessage arrived(Desk desk, String login) throws Exception {
        List<byte[]> mails = MailProgram.inbox(desk.harness().imapPort(), login);
        assertThat(mails).hasSize(1);
        assertThat(desk.wire().recorded())
                .contains("DATA")
                .doesNotContain("zebrafinch")
                .doesNotContain("your question")
                .doesNotContain(java.util.Base64.getEncoder()
                        .encodeToString("Your zebrafinch left".getBytes(StandardCharsets.UTF_8)));
        return MailProgram.read(mails.get(0));
    }
}
