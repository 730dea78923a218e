package org.sealdesk.crypt;

import org.pf4j.Extension;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.contact.ContactPages;
import org.sealdesk.api.host.Directory.Contact;

/** A contact's own keys. */
@Extension
public final class CryptContactPages implements ContactPages {

    @Override
    public Text title() {
        return PluginScope.get(() -> Running.get().contactPage().title());
    }

    @Override
    public Outcome handle(Contact contact, AdminRequest request) throws Exception {
        return PluginScope.call(() -> Running.get().contactPage().handle(contact, request));
    }
}
