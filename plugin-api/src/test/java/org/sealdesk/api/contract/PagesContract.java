package org.sealdesk.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.AdminPages;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.ComponentVisitor;
import org.sealdesk.api.admin.MenuEntry;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.api.admin.View;
import org.sealdesk.api.contract.HostUnderTest.Reply;
import org.sealdesk.api.contract.HostUnderTest.Role;
import org.sealdesk.api.contract.HostUnderTest.Token;
import org.sealdesk.api.mail.MailContent;

/** The plugin's pages: see {@link org.sealdesk.api.admin.AdminPages}. */
public abstract class PagesContract extends HostContract {

    private static final String HOSTILE = "<script>alert(1)</script>\u202Egpj\u0007";

    /** A newer kind of component than any host knows. */
    private record Hologram() implements Component {
        @Override
        public <R> R accept(ComponentVisitor<R> visitor) {
            return visitor.unknown(this);
        }

        @Override
        public String plainText() {
            return "hologram in words";
        }
    }

    private static class Pages implements AdminPages {

        private final AtomicInteger writes = new AtomicInteger();

        @Override
        public List<MenuEntry> menu() {
            return List.of(new MenuEntry("list", "admin/security", Text.data("Keys"), "key", 1, Permissions.VIEW_KEYS));
        }

        @Override
        public Outcome handle(AdminRequest request) {
            if (request.isWrite()) {
                writes.incrementAndGet();
            }
            return switch (request.path().isEmpty() ? "" : request.path().get(0)) {
                case "list" -> page(new Component.Paragraph(Text.data(HOSTILE)), new Hologram());
                case "file" ->
                    new Outcome.Download(
                            "key\r\n\".asc",
                            "text/html",
                            MailContent.of("secret".getBytes(StandardCharsets.UTF_8)),
                            true);
                case "form" ->
                    new Outcome.Invalid(
                            view(new Component.Form(
                                    "f",
                                    "form",
                                    true,
                                    List.of(new Component.Field(
                                            "name",
                                            Component.Field.Kind.TEXT,
                                            Text.data("Name"),
                                            request.param("name").orElse(""),
                                            Optional.empty(),
                                            Optional.empty(),
                                            List.of(),
                                            false)),
                                    Text.data("Save"),
                                    Map.of())),
                            Map.of("name", Text.data("this name is taken")));
                case "export" ->
                    request.reauthenticatedAgo()
                                    .filter(ago -> ago.compareTo(Duration.ofDays(1)) < 0)
                                    .isEmpty()
                            ? new Outcome.Reauthenticate(Text.data("your password"))
                            : new Outcome.Redirect("list", Optional.empty());
                case "boom" -> throw new IllegalStateException("secret detail");
                default -> new Outcome.NotFound();
            };
        }

        private static Outcome page(Component... body) {
            return new Outcome.Page(view(body));
        }

        static View view(Component... body) {
            return new View("t", Text.data("Title"), List.of(), List.of(), List.of(body), List.of());
        }

        @Override
        public String permission(List<String> path, boolean write) {
            if (path.isEmpty() || path.get(0).equals("hidden")) {
                return "";
            }
            return write ? Permissions.MANAGE_KEYS : Permissions.VIEW_KEYS;
        }
    }

    private final Pages pages = new Pages();

    @Test
    void pathWithoutAPermissionIsRefusedEvenToAdministrators() throws Exception {
        assertThat(host(pages).get(Role.ADMIN, "hidden").status()).isEqualTo(403);
    }

    @Test
    void writeNeedsItsOwnPermission() throws Exception {
        HostUnderTest host = host(pages);

        assertThat(host.get(Role.AGENT, "list").status()).isEqualTo(200);
        assertThat(host.post(Role.AGENT, "form", Map.of(), Token.RIGHT).status())
                .isEqualTo(403);
        assertThat(pages.writes).hasValue(0);
    }

    @Test
    void nobodyWithoutLogInSeesAPage() throws Exception {
        assertThat(host(pages).get(Role.NOBODY, "list").body()).doesNotContain("Title");
    }

    @Test
    void postWithoutTokenNeverReachesThePlugin() throws Exception {
        HostUnderTest host = host(pages);

        assertThat(host.post(Role.ADMIN, "form", Map.of(), Token.MISSING).status())
                .isEqualTo(403);
        assertThat(pages.writes).hasValue(0);
    }

    @Test
    void textOfStrangersIsEscapedAndKeepsItsDirection() throws Exception {
        Reply page = host(pages).get(Role.ADMIN, "list");

        assertThat(page.body())
                .doesNotContain("<script>alert")
                .doesNotContain("\u202E")
                .doesNotContain("\u0007");
        assertThat(page.body()).contains("&lt;script&gt;alert");
        assertThat(page.headers().get("content-security-policy"))
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
    }

    @Test
    void unknownComponentIsShownInWords() throws Exception {
        assertThat(host(pages).get(Role.ADMIN, "list").body()).contains("hologram in words");
    }

    @Test
    void sensitiveDownloadIsNeverCachedOrShown() throws Exception {
        Reply file = host(pages).get(Role.ADMIN, "file");

        assertThat(file.status()).isEqualTo(200);
        assertThat(file.body()).isEqualTo("secret");
        assertThat(file.headers().get("cache-control")).contains("no-store");
        assertThat(file.headers().get("x-content-type-options")).isEqualTo("nosniff");
        assertThat(file.headers().get("referrer-policy")).isEqualTo("no-referrer");
        assertThat(file.headers().get("content-disposition"))
                .startsWith("attachment")
                .doesNotContain("\r")
                .doesNotContain("\n");
    }

    @Test
    void wrongFieldComesBackBesideItsMessage() throws Exception {
        Reply form = host(pages).post(Role.ADMIN, "form", Map.of("name", "a\"b"), Token.RIGHT);

        assertThat(form.status()).isEqualTo(422);
        assertThat(form.body()).contains("this name is taken").doesNotContain("a\"b");
    }

    @Test
    void askedForThePasswordTheSameRequestComesBack() throws Exception {
        HostUnderTest host = host(new Pages() {
            private int asked;

            @Override
            public Outcome handle(AdminRequest request) {
                return asked++ == 0
                        ? new Outcome.Reauthenticate(Text.data("your password"))
                        : new Outcome.Page(view(new Component.Paragraph(
                                Text.data("done for " + request.param("key").orElse("nobody")))));
            }
        });

        Reply asked = host.post(Role.ADMIN, "export", Map.of("key", "4F1C"), Token.RIGHT);
        assertThat(asked.body()).contains("your password").doesNotContain("4F1C");

        assertThat(host.givePassword(Role.ADMIN, asked).body()).contains("done for 4F1C");
    }

    @Test
    void exceptionTellsTheReaderNothingButAReference() throws Exception {
        Reply page = host(pages).get(Role.ADMIN, "boom");

        assertThat(page.status()).isEqualTo(500);
        assertThat(page.body()).doesNotContain("secret detail").doesNotContain("IllegalState");
    }
}
