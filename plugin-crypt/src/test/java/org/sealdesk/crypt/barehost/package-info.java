/** A host with nothing but the plugin API, PF4J and SLF4J on its class path, run in a virtual machine of its own. */
@NullMarked
package org.sealdesk.crypt.barehost;

import org.jspecify.annotations.NullMarked;
