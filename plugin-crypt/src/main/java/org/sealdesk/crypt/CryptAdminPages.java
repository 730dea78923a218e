package org.sealdesk.crypt;

import java.util.List;
import org.pf4j.Extension;
import org.sealdesk.api.admin.AdminPages;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.MenuEntry;
import org.sealdesk.api.admin.Outcome;

/** Settings, keys, certificates, health. */
@Extension
public final class CryptAdminPages implements AdminPages {

    @Override
    public List<MenuEntry> menu() {
        return PluginScope.get(() -> Running.get().pages().menu());
    }

    @Override
    public Outcome handle(AdminRequest request) throws Exception {
        return PluginScope.call(() -> Running.get().pages().handle(request));
    }

    @Override
    public String permission(List<String> path, boolean write) {
        return PluginScope.get(() -> Running.get().pages().permission(path, write));
    }
}
