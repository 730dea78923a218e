package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Chip;
import org.sealdesk.api.admin.Component.Empty;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Component.Link;
import org.sealdesk.api.admin.Component.Row;
import org.sealdesk.api.admin.Component.Table;
import org.sealdesk.api.admin.Component.Tabs;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateStore.Page;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/** The list of one technology: one row for each certificate, with or without its secret key. */
final class KeyListPage implements AdminPage {

    private static final int MAX_ADDRESSES = 3;

    private final AdminParts parts;
    private final Frame frame;
    private final Texts texts;
    private final Technology technology;
    private final String path;
    private final KeySearch search;
    private final KeyStatus status;

    KeyListPage(AdminParts parts, Frame frame, Technology technology) {
        this.parts = parts;
        this.frame = frame;
        this.texts = parts.texts();
        this.technology = technology;
        this.path = KeyPaths.list(technology);
        this.search = new KeySearch(parts.keystore(), technology);
        this.status = new KeyStatus(parts);
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> segments) {
        if (!parts.settings().isOn(technology)) {
            return new Outcome.Page(frame.switchedOff("crypt." + path + ".list", technology));
        }
        ListFilter query = ListFilter.of(request);
        Tab tab = Tab.of(request.param("tab").orElse(""));
        Trail trail = Trail.of(request);
        Page<StoredCertificate> page = search.find(query.text(), tab.own, query.at(parts.now()), trail.after());
        boolean manages = request.may(Permissions.MANAGE_KEYS);
        List<Component> body = List.of(new Tabs(tabs(tab, query), List.of(table(page, trail, query, tab, manages))));
        List<Action> actions = new ArrayList<>();
        if (manages) {
            actions.add(Action.link("import", texts.of("list.import"), "import"));
        }
        actions.add(Action.link("which-key", texts.of("which.title"), WhichKeyPage.PATH));
        if (technology == Technology.SMIME) {
            actions.add(Action.link("lists", texts.of("lists.title"), RevocationListsPage.PATH));
        }
        return new Outcome.Page(
                frame.view("crypt." + path + ".list", texts.of("list." + path + ".title"), List.of(), body, actions));
    }

    private List<Tabs.Tab> tabs(Tab open, ListFilter query) {
        List<Tabs.Tab> tabs = new ArrayList<>();
        for (Tab tab : Tab.values()) {
            tabs.add(new Tabs.Tab(
                    texts.of("list.tab." + tab.code), path + "?tab=" + tab.code + query.query(), tab == open));
        }
        return tabs;
    }

    private Table table(Page<StoredCertificate> page, Trail trail, ListFilter query, Tab tab, boolean manages) {
        String here = path + "?tab=" + tab.code + query.query();
        return new Table(
                "keys",
                caption(page, trail),
                List.of(
                        column("who", "list." + path + ".who"),
                        column("id", "list." + path + ".id"),
                        column("fingerprint", "list.fingerprint"),
                        column("status", "list.status"),
                        column("created", "list.created"),
                        column("expires", "list.expires"),
                        column("algorithm", "list.algorithm")),
                page.items().stream().map(stored -> row(stored, manages)).toList(),
                Optional.of(searchForm(query, tab)),
                Optional.of(trail.paging(here, page, KeySearch.PAGE_SIZE)),
                page.next().isPresent() ? resting() : empty(query, manages));
    }

    private Table.Column column(String id, String key) {
        return new Table.Column(id, texts.of(key), false);
    }

    /** A search that took a rest knows only how many there are at least. */
    private Text caption(Page<StoredCertificate> page, Trail trail) {
        boolean atLeast = page.next().isPresent()
                && page.total() <= trail.before() + page.items().size();
        return atLeast
                ? texts.of("list.caption.atleast", Math.max(page.total(), trail.before()))
                : texts.of("list." + path + ".caption", page.total());
    }

    private Form searchForm(ListFilter query, Tab tab) {
        return new Form(
                "search",
                path,
                false,
                query.fields(texts, "list." + path + ".search"),
                texts.of("list.search"),
                Map.of("tab", tab.code));
    }

    /** An empty page that has a next one. */
    private Component resting() {
        return new Empty(texts.of("list.nothing.yet"), List.of());
    }

    private Component empty(ListFilter query, boolean manages) {
        List<Action> actions =
                manages ? List.of(Action.link("import-first", texts.of("list.import"), "import")) : List.of();
        return query.isEmpty()
                ? new Empty(texts.of("list." + path + ".empty"), actions)
                : new Empty(
                        texts.of(
                                query.at(parts.now()).isNone() ? "list.nothing" : "list.nothing.filtered",
                                query.text()),
                        List.of());
    }

    private Table.TableRow row(StoredCertificate stored, boolean manages) {
        Certificate certificate = stored.certificate();
        Chip chip = status.of(stored);
        List<Action> actions = new ArrayList<>();
        if (manages) {
            actions.add(Action.link("delete", texts.of("list.delete"), KeyPaths.below(certificate, "delete")));
        }
        return new Table.TableRow(
                certificate.fingerprint().hex(),
                List.of(
                        who(stored),
                        new Link(
                                Text.data(KeyFacts.shortName(certificate)), KeyPaths.below(certificate, "certificate")),
                        new Link(
                                Text.data(KeyFacts.grouped(certificate.fingerprint())),
                                KeyPaths.below(certificate, "fingerprint")),
                        chip,
                        new Component.Paragraph(
                                frame.date(certificate.validity().from())),
                        new Component.Paragraph(
                                frame.dateOrNever(certificate.validity().to())),
                        Frame.data(certificate.primaryKey().algorithm())),
                actions,
                chip.tone() == Tone.STOP ? Tone.STOP : Tone.NEUTRAL);
    }

    private Component who(StoredCertificate stored) {
        Certificate certificate = stored.certificate();
        List<Component> cell = new ArrayList<>();
        cell.add(new Link(Text.data(certificate.displayName()), KeyPaths.detail(certificate)));
        if (stored.hasSecret()) {
            cell.add(new Chip(texts.of("key.own"), Tone.NEUTRAL, "key"));
        }
        String addresses = certificate.addresses().stream()
                .sorted()
                .map(MailAddress::toString)
                .filter(a -> !certificate.displayName().contains(a))
                .limit(MAX_ADDRESSES)
                .collect(Collectors.joining(", "));
        if (!addresses.isEmpty()) {
            cell.add(Frame.data(addresses));
        }
        return new Row(cell);
    }

    private enum Tab {
        ALL("all", Optional.empty()),
        OWN("own", Optional.of(true)),
        CONTACTS("contacts", Optional.of(false));

        private final String code;
        private final Optional<Boolean> own;

        Tab(String code, Optional<Boolean> own) {
            this.code = code;
            this.own = own;
        }

        static Tab of(String code) {
            return switch (code) {
                case "own" -> OWN;
                case "contacts" -> CONTACTS;
                default -> ALL;
            };
        }
    }
}
