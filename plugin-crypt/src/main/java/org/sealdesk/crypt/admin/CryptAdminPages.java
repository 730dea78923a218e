package org.sealdesk.crypt.admin;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.admin.AdminPages;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.MenuEntry;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/** All pages of the plugin by their paths, with the permission that each needs. A path that is not here is denied. */
public final class CryptAdminPages implements AdminPages {

    private static final String MENU = "ticket/crypt";

    private final Texts texts;
    private final List<Route> routes = new ArrayList<>();

    public CryptAdminPages(
            AdminParts parts,
            ConfigurationErrors errors,
            FolderDesk folders,
            KeystoreDesk keystore,
            SecureRandom random) {
        this.texts = parts.texts();
        Frame frame = new Frame(texts, errors);
        AdminPage settings = new SettingsPage(parts, frame, errors);
        AdminPage importing = new ImportPage(parts, frame, errors, random);
        AdminPage health = new HealthPage(frame, errors, parts);
        read("", Permissions.VIEW_KEYS, (request, path) -> new Outcome.Redirect("health", Optional.empty()));
        read("health", Permissions.VIEW_KEYS, health);
        read("settings", Permissions.SETTINGS, settings);
        write("settings", Permissions.SETTINGS, settings);
        write("settings/password", Permissions.SETTINGS, new PasswordPage(parts, frame));
        read("import", Permissions.MANAGE_KEYS, importing);
        write("import", Permissions.MANAGE_KEYS, importing);
        AdminPage keyFolders = new FoldersPage(parts, frame, folders);
        read(FoldersPage.PATH, Permissions.VIEW_KEYS, keyFolders);
        write(FoldersPage.PATH, Permissions.MANAGE_KEYS, keyFolders);
        AdminPage whole = new KeystorePage(parts, frame, keystore);
        read(KeystorePage.PATH, Permissions.SETTINGS, whole);
        write(KeystorePage.PATH, Permissions.SETTINGS, whole);
        read(WhichKeyPage.PATH, Permissions.VIEW_KEYS, new WhichKeyPage(parts, frame));
        read(HistoryPage.PATH, Permissions.AUDIT, new HistoryPage(parts, frame));
        keys(Technology.OPENPGP, parts, frame, errors);
        keys(Technology.SMIME, parts, frame, errors);
        for (Technology technology : Technology.values()) {
            read(
                    KeyPaths.list(technology) + "/*",
                    Permissions.VIEW_KEYS,
                    new KeyDetailPage(parts, frame, folders, technology));
        }
    }

    private void keys(Technology technology, AdminParts parts, Frame frame, ConfigurationErrors errors) {
        String list = KeyPaths.list(technology);
        KeyChange change = new KeyChange(parts, frame, errors, technology);
        DeletePage delete = new DeletePage(parts, frame, errors, technology);
        read(list, Permissions.VIEW_KEYS, new KeyListPage(parts, frame, technology));
        read(
                list + "/*/certificate",
                Permissions.VIEW_KEYS,
                new DownloadPage(parts, technology, DownloadPage.CERTIFICATE));
        read(
                list + "/*/fingerprint",
                Permissions.VIEW_KEYS,
                new DownloadPage(parts, technology, DownloadPage.FINGERPRINT));
        write(list + "/*/trust", Permissions.TRUST, change::trust);
        write(list + "/*/role", Permissions.MANAGE_KEYS, change::role);
        SecretExportPage export = new SecretExportPage(parts, frame, technology);
        read(list + "/*/" + SecretExportPage.END, Permissions.EXPORT_PRIVATE, export);
        write(list + "/*/" + SecretExportPage.END, Permissions.EXPORT_PRIVATE, export);
        read(list + "/*/delete", Permissions.MANAGE_KEYS, delete);
        write(list + "/*/delete", Permissions.MANAGE_KEYS, delete);
        if (technology == Technology.OPENPGP) {
            write(list + "/*/password", Permissions.MANAGE_KEYS, change::password);
        } else {
            RevocationListsPage lists = new RevocationListsPage(parts, frame);
            read(RevocationListsPage.PATH, Permissions.VIEW_KEYS, lists);
            write(RevocationListsPage.PATH, Permissions.MANAGE_KEYS, lists);
            RelationsPage relations = new RelationsPage(parts, frame);
            write(list + "/*/anchor", Permissions.TRUST, change::anchor);
            read(list + "/*/relations", Permissions.VIEW_KEYS, relations);
            write(list + "/*/relations", Permissions.MANAGE_KEYS, relations);
        }
    }

    private void read(String path, String permission, AdminPage page) {
        routes.add(new Route(path, false, permission, page));
    }

    private void write(String path, String permission, AdminPage page) {
        routes.add(new Route(path, true, permission, page));
    }

    @Override
    public List<MenuEntry> menu() {
        return List.of(
                entry("settings", "settings", 10, Permissions.SETTINGS),
                entry("health", "health", 20, Permissions.VIEW_KEYS),
                entry("pgp", "key", 30, Permissions.VIEW_KEYS),
                entry("smime", "certificate", 40, Permissions.VIEW_KEYS),
                entry("import", "import", 50, Permissions.MANAGE_KEYS),
                entry(KeystorePage.PATH, "settings", 55, Permissions.SETTINGS),
                entry(HistoryPage.PATH, "list", 60, Permissions.AUDIT));
    }

    private MenuEntry entry(String path, String icon, int order, String permission) {
        return new MenuEntry(path, MENU, texts.of("menu." + path), icon, order, permission);
    }

    @Override
    public Outcome handle(AdminRequest request) throws Exception {
        for (Route route : routes) {
            if (route.write() == request.isWrite() && route.fits(request.path())) {
                return request.may(route.permission())
                        ? route.page().handle(request, request.path())
                        : new Outcome.NotFound();
            }
        }
        return new Outcome.NotFound();
    }

    @Override
    public String permission(List<String> path, boolean write) {
        return routes.stream()
                .filter(route -> route.write() == write && route.fits(path))
                .map(Route::permission)
                .findFirst()
                .orElse("");
    }

    /** @param path segments; {@code *} stands for one segment of any content */
    private record Route(List<String> path, boolean write, String permission, AdminPage page) {
        Route(String path, boolean write, String permission, AdminPage page) {
            this(path.isEmpty() ? List.of() : List.of(path.split("/")), write, permission, page);
        }

        boolean fits(List<String> asked) {
            if (asked.size() != path.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!path.get(i).equals("*") && !path.get(i).equals(asked.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }
}
