/** A little plugin that tests pack into a jar and load through PF4J, in a class loader of its own. */
@NullMarked
package org.sealdesk.harness.testplugin;

import org.jspecify.annotations.NullMarked;
