package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.harness.ticket.Article;

/** Trouble that the developer panel makes, with the real plugin: nothing is lost and nothing leaves unprotected. */
class ChaosTest {

    private static final String SECRET = "the combination is 4711";

    private final Path data;

    ChaosTest(@TempDir Path data) {
        this.data = data;
    }

    private static void trouble(Desk desk, String... troubles) throws Exception {
        desk.admin().get("/dev");
        Map<String, String> form = new HashMap<>();
        for (String trouble : troubles) {
            form.put("trouble", trouble);
        }
        assertThat(desk.admin().post("/dev/chaos", form).status()).isEqualTo(200);
    }

    private static Article.State onlyMail(Desk desk) {
        return desk.harness().tickets().articles().get(0).state();
    }

    @Test
    void throwingHooksKeepMailInsideAndLeaveMailThatComesInUnchecked() throws Exception {
        try (Desk desk = new Desk(data)) {
            trouble(desk, "HOOK_THROWS");

            Browser.Page page = desk.compose(Map.of("to", "bob@x.test", "text", SECRET, "protection", "NONE"));

            assertThat(page.status()).isEqualTo(422);
            assertThat(page.body()).contains("thrown by the developer panel");
            assertThat(onlyMail(desk)).isEqualTo(Article.State.NOT_SENT);
            Desk.Received in = desk.receive("bob@x.test", desk.mail("bob@x.test", "Hello", "\r\nHello.\r\n"));
            assertThat(in.signature()).isEqualTo("NOT_CHECKED");
            assertThat(in.text()).contains("Hello.");
            trouble(desk);
            assertThat(desk.harness().customers().mails("bob@x.test")).isEmpty();
            assertThat(desk.compose(Map.of("to", "bob@x.test", "text", SECRET, "protection", "NONE"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusingMailServerLeavesTheMailWaiting() throws Exception {
        try (Desk desk = new Desk(data)) {
            trouble(desk, "RELAY_REFUSES");

            Browser.Page page = desk.compose(Map.of("to", "bob@x.test", "text", SECRET, "protection", "NONE"));

            assertThat(page.body()).contains("Not sent yet", "451", "Try again");
            assertThat(onlyMail(desk)).isEqualTo(Article.State.DEFERRED);
            trouble(desk);
            desk.harness()
                    .dispatch()
                    .retry(desk.harness().tickets().articles().get(0).mailId());
            assertThat(onlyMail(desk)).isEqualTo(Article.State.SENT);
        }
    }

    @Test
    void lockedSecretsLockTheKeyStoreUntilTheyAreBack() throws Exception {
        try (Desk desk = new Desk(data)) {
            trouble(desk, "SECRETS_LOCKED");
            assertThat(desk.admin().get("/admin/x/crypt/health").body()).contains("be unlocked.");

            trouble(desk);

            assertThat(desk.admin().get("/admin/x/crypt/health").body()).doesNotContain("be unlocked");
        }
    }

    @Test
    void onlyAdministratorsMakeTrouble() throws Exception {
        try (Desk desk = new Desk(data)) {
            desk.agent().get("/dev");
            assertThat(desk.agent()
                            .post("/dev/chaos", Map.of("trouble", "HOOK_THROWS"))
                            .status())
                    .isEqualTo(403);
        }
    }
}
