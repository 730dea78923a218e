package org.sealdesk.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.AdminPages;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.MenuEntry;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.api.admin.View;
import org.sealdesk.api.contact.ContactPages;
import org.sealdesk.api.contract.HostUnderTest.Role;
import org.sealdesk.api.contract.HostUnderTest.Token;
import org.sealdesk.api.host.Directory.Contact;

/** The area for contacts: who gets in, and as whom. */
public abstract class ContactContract extends HostContract {

    private static final class Pages implements ContactPages {
        private final List<Contact> asked = new CopyOnWriteArrayList<>();
        private final List<String> writes = new CopyOnWriteArrayList<>();

        @Override
        public Text title() {
            return Text.data("Mine");
        }

        @Override
        public Outcome handle(Contact contact, AdminRequest request) {
            asked.add(contact);
            if (request.isWrite()) {
                writes.add(String.join("/", request.path()) + " "
                        + request.param("key").orElse(""));
                return new Outcome.Redirect("", Optional.empty());
            }
            boolean may = List.of(Permissions.VIEW_KEYS, Permissions.MANAGE_KEYS, Permissions.TRUST).stream()
                    .anyMatch(request::may);
            return switch (String.join("/", request.path())) {
                case "" -> page("page of " + contact.id() + ", more rights: " + may);
                case "boom" -> throw new IllegalStateException("secret detail");
                case "again" -> new Outcome.Reauthenticate(Text.data("your password"));
                default -> new Outcome.NotFound();
            };
        }

        private static Outcome page(String text) {
            return new Outcome.Page(new View(
                    "t",
                    Text.data("Title"),
                    List.of(),
                    List.of(),
                    List.of(new Component.Paragraph(Text.data(text))),
                    List.of()));
        }
    }

    /** Open to everybody who works at the desk. */
    private static final class Desk implements AdminPages {
        @Override
        public List<MenuEntry> menu() {
            return List.of();
        }

        @Override
        public Outcome handle(AdminRequest request) {
            return Pages.page("page of the desk");
        }

        @Override
        public String permission(List<String> path, boolean write) {
            return Permissions.VIEW_KEYS;
        }
    }

    private final Pages pages = new Pages();

    @Test
    void aContactGetsItsPageAndThePluginHearsWhoItIs() throws Exception {
        HostUnderTest host = host(pages);

        assertThat(host.getAsContact(Role.CONTACT, "").body()).contains("page of dana, more rights: false");
        assertThat(pages.asked).isNotEmpty().allSatisfy(contact -> {
            assertThat(contact.id()).isEqualTo("dana");
            assertThat(contact.addresses()).containsExactly("dana@fox.test");
        });
    }

    @Test
    void nobodyElseIsAContact() throws Exception {
        HostUnderTest host = host(pages);

        for (Role role : List.of(Role.NOBODY, Role.AGENT, Role.ADMIN)) {
            assertThat(host.getAsContact(role, "").body()).as(role.name()).doesNotContain("page of");
            host.postAsContact(role, "upload", Map.of(), Token.RIGHT);
        }
        assertThat(pages.asked).isEmpty();
    }

    @Test
    void aContactSeesNoPageOfTheDesk() throws Exception {
        HostUnderTest host = host(pages, new Desk());

        assertThat(host.get(Role.AGENT, "list").body()).contains("page of the desk");
        assertThat(host.get(Role.CONTACT, "list").body()).doesNotContain("page of the desk");
        assertThat(host.post(Role.CONTACT, "list", Map.of(), Token.RIGHT).body())
                .doesNotContain("page of the desk");
    }

    @Test
    void aWriteNeedsTheToken() throws Exception {
        HostUnderTest host = host(pages);

        assertThat(host.postAsContact(Role.CONTACT, "upload", Map.of("key", "one"), Token.MISSING)
                        .status())
                .isEqualTo(403);
        assertThat(pages.writes).isEmpty();
        host.postAsContact(Role.CONTACT, "upload", Map.of("key", "two"), Token.RIGHT);
        assertThat(pages.writes).containsExactly("upload two");
    }

    @Test
    void thePasswordIsNeverAskedForAndAnExceptionTellsNothing() throws Exception {
        HostUnderTest host = host(pages);

        assertThat(host.getAsContact(Role.CONTACT, "again").status()).isEqualTo(403);
        assertThat(host.getAsContact(Role.CONTACT, "boom"))
                .satisfies(reply -> assertThat(reply.status()).isEqualTo(500))
                .satisfies(reply -> assertThat(reply.body()).doesNotContain("secret detail"));
        assertThat(host.getAsContact(Role.CONTACT, "nowhere").status()).isEqualTo(404);
    }
}
