package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.harness.ticket.Article;

/** What shall be encrypted and cannot be stays here: not an octet of it is on the wire, and the agent reads why. */
class FailClosedTest {

    private static final String WORDS = "The marzipan recipe is under the stone.";

    private final Path data;

    FailClosedTest(@TempDir Path data) {
        this.data = data;
    }

    private static Map<String, String> to(String addresses) {
        return Map.of("to", addresses, "text", WORDS, "protection", "SIGN_AND_ENCRYPT");
    }

    /** @param reasons what the agent reads */
    private static void nothingLeft(Desk desk, Browser.Page page, String... reasons) {
        assertThat(page.status()).as(page.body()).isEqualTo(422);
        assertThat(page.body().replace("&#39;", "'")).contains(reasons);
        assertThat(page.body()).as("the draft").contains(WORDS).doesNotContain("\tat ");
        assertThat(desk.wire().recorded()).isEmpty();
        assertThat(desk.harness().customers().mailboxes().values()).allMatch(n -> n == 0);
        assertThat(desk.harness().tickets().articles())
                .extracting(Article::state)
                .containsOnly(Article.State.NOT_SENT);
    }

    @Test
    void oneRecipientWithoutKeyKeepsTheMailFromAll() throws Exception {
        try (PgpCustomer support = new PgpCustomer("Acme Support", Desk.ADDRESS);
                PgpCustomer dana = new PgpCustomer("Dana Fox", "dana@fox.test");
                Desk desk = new Desk(data)) {
            desk.switchOn("PGP");
            desk.importOwn(support.secretKey(""), "");
            desk.importCompared(dana.publicKey());

            Browser.Page page = desk.compose(to("dana@fox.test, bob@x.test"));

            nothingLeft(desk, page, "No key for bob@x.test.");
            assertThat(desk.compose(to("dana@fox.test")).path())
                    .as("with keys for all it goes")
                    .startsWith("/tickets/");
            assertThat(desk.wire().recorded()).contains("BEGIN PGP MESSAGE").doesNotContain("marzipan");
        }
    }

    @Test
    void recipientWithAnExpiredKeyIsNamed() throws Exception {
        Instant past = Instant.now().minus(Duration.ofDays(700));
        try (PgpCustomer support = new PgpCustomer("Acme Support", Desk.ADDRESS);
                PgpCustomer lee = PgpCustomer.expiring("Lee Moor", "lee@moor.test", past, "1y");
                Desk desk = new Desk(data)) {
            desk.switchOn("PGP");
            desk.importOwn(support.secretKey(""), "");
            desk.importCompared(lee.publicKey());

            nothingLeft(desk, desk.compose(to("lee@moor.test")), "The key for lee@moor.test has expired.");
        }
    }

    @Test
    void deskWithoutItsSecretsSendsNothingAndSaysSo() throws Exception {
        afterwards(Files::delete);
    }

    @Test
    void deskWithAnotherSecretThanItsOwnSendsNothingAndSaysSo() throws Exception {
        afterwards(secret -> Files.write(secret, new byte[Math.toIntExact(Files.size(secret))]));
    }

    private interface Mishap {
        void befalls(Path secret) throws IOException;
    }

    private void afterwards(Mishap mishap) throws Exception {
        try (PgpCustomer support = new PgpCustomer("Acme Support", Desk.ADDRESS);
                PgpCustomer dana = new PgpCustomer("Dana Fox", "dana@fox.test")) {
            try (Desk desk = new Desk(data)) {
                desk.switchOn("PGP");
                desk.importOwn(support.secretKey(""), "");
                desk.importCompared(dana.publicKey());
            }
            for (Path secret : secrets()) {
                mishap.befalls(secret);
            }
            try (Desk desk = new Desk(data)) {
                nothingLeft(
                        desk,
                        desk.compose(to("dana@fox.test")),
                        "The key store is locked; nothing can be signed for support@acme.test.",
                        "seals this keystore");
            }
        }
    }

    private List<Path> secrets() throws Exception {
        try (Stream<Path> files = Files.list(data.resolve("secrets"))) {
            List<Path> all = files.toList();
            assertThat(all).isNotEmpty();
            return all;
        }
    }

    @Test
    void hookThatThrowsStopsTheMail() throws Exception {
        try (PgpCustomer support = new PgpCustomer("Acme Support", Desk.ADDRESS);
                PgpCustomer dana = new PgpCustomer("Dana Fox", "dana@fox.test");
                Desk desk = new Desk(data, new ThrowingHook())) {
            desk.switchOn("PGP");
            desk.importOwn(support.secretKey(""), "");
            desk.importCompared(dana.publicKey());

            Browser.Page page = desk.compose(to("dana@fox.test"));

            nothingLeft(desk, page, "Not sent: the protection failed.", ThrowingHook.BUG);
        }
    }
}
