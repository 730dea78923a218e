package org.sealdesk.harness.testplugin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.AdminPages;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.MenuEntry;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.View;

/** One page with every kind of component. */
@Extension
public final class TestPages implements AdminPages {

    @Override
    public List<MenuEntry> menu() {
        return List.of(
                new MenuEntry("list", "admin/security", Text.data("PGP keys"), "key", 1, Permissions.VIEW_KEYS),
                new MenuEntry("list", "ticket/crypt", Text.data("Settings"), "settings", 2, Permissions.SETTINGS));
    }

    @Override
    public String permission(List<String> path, boolean write) {
        return write ? Permissions.MANAGE_KEYS : Permissions.VIEW_KEYS;
    }

    @Override
    public Outcome handle(AdminRequest request) {
        if (request.isWrite()) {
            long octets = request.uploads().stream()
                    .mapToLong(u -> u.content().size())
                    .sum();
            return new Outcome.Redirect(
                    "list?done=1",
                    Optional.of(new Problem(
                            "key.imported",
                            Severity.INFO,
                            Text.data("Imported " + octets + " octets, password of "
                                    + request.secret("passphrase").length + " characters."),
                            Text.data(""),
                            List.of())));
        }
        return new Outcome.Page(new View(
                "test.list",
                Text.data("PGP keys"),
                List.of(new Component.Link(Text.data("Security"), "list")),
                List.of(),
                body(),
                List.of(Action.link("import", Text.data("Import keys"), "import"))));
    }

    private static Text t(String s) {
        return Text.data(s);
    }

    private static List<Component> body() {
        Action delete = Action.dangerousPost(
                "delete", t("Delete"), "list", t("3 mails can be read with this key only."), Map.of("key", "4F1C"));
        Component.Table table = new Component.Table(
                "keys",
                t("Keys"),
                List.of(
                        new Component.Table.Column("who", t("Who"), false),
                        new Component.Table.Column("id", t("Key ID"), false),
                        new Component.Table.Column("status", t("Status"), false),
                        new Component.Table.Column("mails", t("Mails"), true)),
                List.of(
                        row(
                                "1",
                                "Support <support@acme.test>",
                                "4F1C 9A02 77B3",
                                "Expires in 12 days",
                                Tone.WARN,
                                delete),
                        row("2", "Dana Fox <dana@fox.test>", "A1B2 C3D4 E5F6", "Ready", Tone.GOOD, delete),
                        row("3", "old@fox.test", "0011 2233 4455", "Revoked", Tone.STOP, delete)),
                Optional.of(new Component.Form(
                        "search",
                        "list",
                        false,
                        List.of(field("q", Component.Field.Kind.SEARCH, "Search name, address, key ID", "")),
                        t("Search"),
                        Map.of())),
                Optional.of(new Component.Table.Paging(1, 3, 142, Optional.empty(), Optional.of("list?after=3"))),
                new Component.Empty(t("No keys yet."), List.of()));
        return List.of(
                new Component.Tabs(
                        List.of(
                                new Component.Tabs.Tab(t("Own 6"), "list", true),
                                new Component.Tabs.Tab(t("Contacts 136"), "list?tab=c", false)),
                        List.of()),
                new Component.Banner(
                        Tone.WARN,
                        t("2 things need you: support@ expires in 12 days, 1 key is locked."),
                        List.of(Action.link("show", t("Show"), "list"))),
                new Component.Row(List.of(
                        new Component.Stat(t("own keys"), t("6")), new Component.Stat(t("contacts"), t("136")))),
                table,
                new Component.Section(
                        "import",
                        t("Import"),
                        List.of(
                                new Component.Steps(List.of(t("Choose"), t("Check"), t("Done")), 1),
                                new Component.Form(
                                        "import",
                                        "list",
                                        true,
                                        List.of(
                                                field("files", Component.Field.Kind.FILES, "Files", ""),
                                                field("paste", Component.Field.Kind.LONG_TEXT, "Or paste text", ""),
                                                field("passphrase", Component.Field.Kind.PASSWORD, "Password", ""),
                                                field(
                                                        "trust",
                                                        Component.Field.Kind.SWITCH,
                                                        "I compared the fingerprints",
                                                        "1"),
                                                field("kind", Component.Field.Kind.RADIO, "Kind", "a"),
                                                field("method", Component.Field.Kind.SELECT, "Format", "b")),
                                        t("Import"),
                                        Map.of("step", "1")))),
                new Component.Section(
                        "detail",
                        t("Key"),
                        List.of(
                                new Component.Details(List.of(
                                        new Component.Details.Entry(
                                                t("Fingerprint"),
                                                new Component.Code(
                                                        "4F1C 9A02 77B3 5D10 8E44 21AF 90CC 0B7E 6A55 D3E1",
                                                        Optional.empty())),
                                        new Component.Details.Entry(
                                                t("Created"), new Component.Paragraph(t("5 Dec 2022"))))),
                                new Component.Tree(
                                        t("Chain"),
                                        List.of(new Component.Tree.Node(
                                                List.of(new Component.Paragraph(t("Acme Root"))),
                                                List.of(new Component.Tree.Node(
                                                        List.of(new Component.Link(t("CN=Acme Support"), "list")),
                                                        List.of()))))),
                                new Component.Progress(t("Re-index"), 10, 10),
                                new Component.Timeline(List.of(new Component.Timeline.Event(
                                        Instant.parse("2026-11-23T09:00:00Z"), t("imported by admin"), Tone.GOOD))),
                                new Component.Chart(
                                        t("Protection of mail"),
                                        t("mails a week"),
                                        List.of(t("W36"), t("W37"), t("W38")),
                                        List.of(
                                                new Component.Chart.Series(t("signed"), Tone.GOOD, List.of(3L, 8L, 5L)),
                                                new Component.Chart.Series(
                                                        t("plain"), Tone.MUTED, List.of(9L, 4L, 2L)))))));
    }

    private static Component.Table.TableRow row(
            String id, String who, String key, String status, Tone tone, Action action) {
        String icon = tone == Tone.GOOD ? "check" : tone == Tone.WARN ? "clock" : "cross";
        return new Component.Table.TableRow(
                id,
                List.of(
                        new Component.Link(t(who), "list/" + id),
                        new Component.Code(key, Optional.empty()),
                        new Component.Chip(t(status), tone, icon),
                        new Component.Paragraph(t("312"))),
                List.of(action),
                Tone.NEUTRAL);
    }

    private static Component.Field field(String name, Component.Field.Kind kind, String label, String value) {
        return new Component.Field(
                name,
                kind,
                t(label),
                value,
                name.equals("files") ? Optional.of(t(".asc .gpg .key .pem .p12")) : Optional.empty(),
                Optional.empty(),
                List.of(new Component.Field.Option("a", t("First")), new Component.Field.Option("b", t("Second"))),
                false);
    }
}
