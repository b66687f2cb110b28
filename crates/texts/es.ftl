## Terms: where the English one stands in an error text, this one stands in its translation

terms-api-key = clave de API
terms-admin-key = clave de administrador
terms-api-secret = secreto de API
terms-access-key = clave de acceso
terms-identifier-code = código identificador
terms-customer-secret = secreto del cliente
terms-vendors-portal = portal del proveedor
terms-the-vault = bóveda

## Activity

activity-lead = Lo que hizo esta página desde que se abrió y, para quienes pueden leerlo, lo que dice el registro de auditoría del servidor. Ninguno de los dos puede contener un secreto.
activity-log = Registro
activity-this-browser = Este navegador
activity-server = Servidor
activity-actor = Autor
activity-this-page = esta página
activity-signed-out = El registro de auditoría del servidor se muestra a quienes iniciaron sesión con una clave de acceso que puede leerlo.
activity-sign-in = Iniciar sesión en la bóveda
activity-not-offered = El servidor en el que inició sesión no ofrece un registro de auditoría: más abajo está lo que hizo este navegador.
activity-other-server = Elegir otro servidor
activity-asking = Pidiendo al servidor su registro de auditoría…
activity-not-read = No se pudo leer el registro de auditoría del servidor
activity-load-older = Cargar entradas anteriores
activity-refresh = Buscar entradas nuevas
activity-read-back-to = El registro del servidor se leyó hacia atrás hasta la entrada { NUMBER($entry) }.
activity-read-whole = El registro del servidor se leyó hasta el principio.
activity-later =
    { $entries ->
        [one] { NUMBER($entries) } entrada de este navegador es más antigua y aparecerá con las anteriores.
       *[other] { NUMBER($entries) } entradas de este navegador son más antiguas y aparecerán con las anteriores.
    }
activity-looked-here = Este texto solo se buscó en las entradas ya cargadas.
activity-save-all-as = Guardar todas las que coinciden como { $format }
activity-saving =
    { $entries ->
        [one] Leyendo el registro del servidor: { NUMBER($entries) } entrada
       *[other] Leyendo el registro del servidor: { NUMBER($entries) } entradas
    }
activity-not-saved = No se pudo leer todo, así que no se guardó nada
activity-action = Acción
activity-outcome = Resultado
activity-target = Recurso
activity-target-search = Recurso o autor
activity-target-hint = Como api-secret:43 o el nombre completo de un API secret
activity-time = Hora
activity-any = Cualquiera
activity-since = Período
activity-beginning = Desde el principio
activity-week = Últimos 7 días
activity-day = Últimas 24 horas
activity-hour = Última hora
activity-count =
    { $all ->
        [one] { NUMBER($shown) } de { NUMBER($all) } entrada
       *[other] { NUMBER($shown) } de { NUMBER($all) } entradas
    }
activity-rows-of-logs = Filas: { NUMBER($shown) }. Entradas en el registro del servidor: { NUMBER($all) }.
activity-chart-days = Acciones de la tabla por día ({ $log })
activity-chart-hours = Acciones de la tabla por hora ({ $log })
activity-chart-bar = { $when }: { NUMBER($well) } según lo pedido, { NUMBER($open) } no
activity-dropped =
    { $dropped ->
        [one] La entrada más antigua ya no está: la página conserva { NUMBER($kept) }.
       *[other] Las { NUMBER($dropped) } entradas más antiguas ya no están: la página conserva { NUMBER($kept) }.
    }
activity-nothing-matches = Ninguna entrada coincide
activity-clear = Mostrar todas
activity-nothing-yet = Aún no hay actividad
activity-nothing-yet-why = Aquí aparece cada llamada de esta página con su resultado.
activity-rows = Filas { NUMBER($first) } a { NUMBER($last) }
activity-newer = Más recientes
activity-older = Más antiguas
activity-save-as = Guardar como { $format }
activity-table = Actividad
activity-done = Hecho
activity-already-so = Ya estaba así
activity-refused = Rechazado
activity-not-attempted = No intentado
activity-unknown = Desconocido
activity-attempt = Intento
activity-failed = Fallido
activity-verify = Verificar el registro de auditoría del servidor
activity-verify-why = Se verifica en esta página, con el mismo código que usa el comando del servidor: el hash de cada entrada, cada firma y el final firmado.
activity-verify-server = Verificar el registro de este servidor
activity-verify-save = Verificarlo y guardar la exportación
activity-verify-closed = Para verificar el registro del propio servidor, inicie sesión con una clave de acceso que pueda leerlo.
activity-verify-file = Exportación (JSON Lines)
activity-verify-file-hint = Permanece en este navegador y no se envía a ninguna parte.
activity-verify-file-again = Verificar el archivo
activity-verify-pasted = O pegue una exportación
activity-verify-pasted-do = Verificar el texto
activity-verify-unread = El navegador no pudo leer el archivo.
activity-verifying =
    { $entries ->
        [one] Hasta ahora, { NUMBER($entries) } entrada está tal como se escribió
       *[other] Hasta ahora, { NUMBER($entries) } entradas están tal como se escribieron
    }
activity-verify-stop = Detener
activity-verify-stopped = Se detuvo después de la entrada { NUMBER($entry) }. El resto no se verificó.
activity-verify-failed = No se pudo verificar el registro del servidor
activity-broke-off = Se interrumpió después de la entrada { NUMBER($entry) }: o se perdió la conexión, o el servidor encontró ahí su propio registro alterado y no quiso continuar. Si vuelve a interrumpirse ahí, ejecute “latchboard-server audit verify” donde están los datos del servidor.
activity-hold = Cotejar con una clave o un punto de control que guardó
activity-hold-why = Un registro por sí solo demuestra únicamente que concuerda con su propia clave. Una clave que usted haya guardado muestra que es de este servidor; un punto de control muestra que, hasta él, no se quitó ni se reescribió nada.
activity-hold-key = Clave pública
activity-hold-key-hint = 64 dígitos hexadecimales, tal como los imprime “latchboard-server audit key”.
activity-hold-key-fault = Una clave pública tiene 64 dígitos hexadecimales.
activity-hold-checkpoint = Punto de control
activity-hold-checkpoint-hint = Las dos líneas que imprime “latchboard-server audit checkpoint”, o la primera y la última línea de una exportación anterior.
activity-hold-checkpoint-file = Punto de control desde un archivo
activity-hold-checkpoint-fault = Esto no es un punto de control:
activity-whole = Completo y sin cambios
activity-whole-why =
    { $entries ->
        [one] { NUMBER($entries) } entrada, firmada hasta la entrada { NUMBER($signed) }.
       *[other] { NUMBER($entries) } entradas, firmadas hasta la entrada { NUMBER($signed) }.
    }
activity-open-attempts = Intentos sin resultado: { NUMBER($attempts) }. Quien los hizo se interrumpió antes de registrar uno, o sigue en ello.
activity-whole-key = Está firmado con esta clave. Compárela con una que guarde en otro lugar: un archivo por sí solo demuestra únicamente que concuerda con su propia clave.
activity-whole-given-key = Está firmado con la clave que usted indicó:
activity-pruned = Se quitaron las entradas hasta la { NUMBER($entry) }; se conservan sus hashes, y el resto continúa desde ellos.
activity-goes-on = Continúa desde el punto de control que usted indicó, en la entrada { NUMBER($entry) }.
activity-keep-checkpoint = Guardar su punto de control
activity-keep-why = Guárdelo donde no pueda cambiarlo nadie que pueda cambiar el registro: un registro posterior debe continuar desde ahí.
activity-not-whole = Incompleto o alterado

## Admin key

admin_key-lead = El secreto del cliente demuestra quién es usted; la clave de administrador creada a partir de él gestiona sus datos. El servidor muestra cada clave de administrador una sola vez y nunca más.
admin_key-task = Tarea
admin_key-register = Registrar
admin_key-register-submit = Registrar secreto
admin_key-register-effect = Funciona una sola vez por cuenta.
admin_key-register-effect-more = El secreto que registre ahora es la única prueba de que la clave de administrador es suya: consérvelo. Un segundo registro se rechaza.
admin_key-change = Cambiar secreto
admin_key-change-effect = El secreto actual deja de funcionar en cuanto pulsa el botón.
admin_key-change-effect-more = Normalmente, la clave de administrador sigue vigente; si el servidor envía una nueva, se muestra una sola vez.
admin_key-regenerate = Regenerar
admin_key-regenerate-submit = Regenerar clave de administrador
admin_key-regenerate-effect = La clave de administrador actual deja de servir en cuanto pulsa el botón; no hay período de gracia.
admin_key-regenerate-effect-more = Todo lo que la usa falla hasta recibir la nueva. El secreto queda como está.
admin_key-forget = Vaciar el formulario
admin_key-waiting = Esperando al servidor…
admin_key-service = Servicio
admin_key-api-key = Clave de API
admin_key-api-key-hint = La de la cuenta; se conserva solo en la memoria de esta página.
admin_key-secret = Secreto del cliente
admin_key-secret-hint = Cualquier texto de hasta 4096 bytes. Se envía exactamente como se escribe.
admin_key-present-secret = Secreto actual
admin_key-present-secret-hint = El que está registrado ahora.
admin_key-registered-hint = El que está registrado.
admin_key-new-secret = Secreto nuevo
admin_key-new-secret-hint = Cualquier texto de hasta 4096 bytes, distinto del actual.
admin_key-admin-key-hint = La última que dio el servidor.
admin_key-copy-secret = Copiar el secreto
admin_key-store-first = Guárdelo antes de continuar: después no se muestra en ninguna parte.
admin_key-copied-store = Copiado al portapapeles. Guárdelo antes de continuar.
admin_key-still-unknown = El resultado sigue siendo desconocido.
admin_key-until-then = Hasta que lo aclare o lo deje como desconocido, lo que se envió permanece en la memoria de esta página, y el formulario no envía una segunda llamada de este tipo.
admin_key-leave-unknown = Dejarlo como desconocido
admin_key-left-open = “{ $call }” ({ $service }) se envió el { $date } a las { $time }, y esta página se cerró o se recargó antes de que se viera la respuesta: no se sabe si tuvo efecto.
admin_key-left-open-form = Ir a su formulario
admin_key-left-open-known = Ya sé qué pasó
admin_key-open-elsewhere = Aún no se sabe qué pasó con:
admin_key-registered = El secreto está registrado, y la clave de administrador ya se mostró.
admin_key-changed = El secreto nuevo está en vigor. La clave de administrador que usted tiene sigue siendo válida.
admin_key-changed-with-key = El secreto nuevo está en vigor. La clave de administrador en vigor es la nueva, que se acaba de mostrar.
admin_key-regenerated = La nueva clave de administrador está en vigor, y la anterior ya no sirve.
admin_key-last-key = Última clave de administrador: huella digital
admin_key-issued = , emitida a las { $time }. La clave misma ya no está en esta página.
admin_key-test-title = Probar una clave de administrador
admin_key-test-hint = Lee la configuración con ella y con la clave de API de más arriba; no cambia nada.
admin_key-test = Probar esta clave de administrador
admin_key-accepted = El servidor aceptó la clave a las { $time }.
admin_key-not-proved = No se pudo comprobar la clave
admin_key-your-key = Su clave de administrador
admin_key-only-time = Esta es la única vez que se muestra. Guárdela en su bóveda antes de cerrar.
admin_key-your-secret = Su nuevo secreto del cliente
admin_key-only-time-secret = Se generó en esta página, y esta es la última vez que se muestra. Guárdelo en su bóveda antes de cerrar.
admin_key-your-key-and-secret = Su clave de administrador y su secreto del cliente
admin_key-only-time-both = Esta es la última vez que se muestran. Guarde ambos en su bóveda antes de cerrar.
admin_key-of-item = { $action }: { $item }
admin_key-stored-gone = Guardado; ya no está en esta página.
admin_key-key-not-copied = No se pudo copiar. La clave está seleccionada: cópiela a mano.
admin_key-download = Descargar
admin_key-downloaded = Se entregó al navegador como archivo. Puede leerlo cualquiera que pueda abrir sus descargas: muévalo a su bóveda.
admin_key-stored = Ya lo guardé

## API secrets

api_secrets-lead = Desactive y active secretos de API guardados.
api_secrets-states-not-told = La lista de este servidor no dice cuáles están activos: un estado se muestra una vez que una llamada lo comprobó.
api_secrets-sign-in-title = Iniciar sesión en la bóveda
api_secrets-sign-in-hint = Con una clave de acceso: su client id y su client secret. El token permanece en la memoria de esta página y desaparece al cerrarla.
api_secrets-client-id = Client id
api_secrets-client-secret = Client secret
api_secrets-tenant = Tenant
api_secrets-tenant-hint = Solo si una misma dirección atiende a varios tenants: el subdominio exacto.
api_secrets-needed = Se necesita para iniciar sesión.
api_secrets-sign-in = Iniciar sesión
api_secrets-signing-in = Iniciando sesión…
api_secrets-not-signed-in = No se inició sesión
api_secrets-again-title = Iniciar sesión de nuevo
api_secrets-again-hint = La lista y todo lo que escribió quedan como están, y usted continúa donde estaba. Si inicia sesión con otra clave de acceso, su lista ocupa el lugar de esta.
api_secrets-search = Buscar por nombre o identificador
api_secrets-search-all = Buscar por nombre, ID, client id o etiqueta
api_secrets-refresh = Actualizar
api_secrets-new = Nuevo secreto de API
api_secrets-not-loaded = No se pudo cargar la lista
api_secrets-loading = Cargando la lista…
api_secrets-none-yet = Aún no hay secretos de API
api_secrets-none-yet-why = Aquí aparece lo que esta clave de acceso puede ver. Guarde el primero, o inicie sesión con otra clave de acceso.
api_secrets-active = Activo
api_secrets-inactive = Inactivo
api_secrets-not-known = Aún no se sabe
api_secrets-state = Estado
api_secrets-access = Acceso
api_secrets-demands = Requiere
api_secrets-any = Cualquiera
api_secrets-can-view = Puede ver
api_secrets-can-edit = Puede editar
api_secrets-justification = Una justificación
api_secrets-approval = Una aprobación
api_secrets-on-the-server-hint = La etiqueta y el código identificador se buscan en el servidor. Ambos deben coincidir exactamente.
api_secrets-filter = Filtro
api_secrets-more-filters = Más filtros
api_secrets-exposed = Expuestos
api_secrets-expiring = Caducados o por caducar
api_secrets-unused = Sin uso desde hace 90 días
api_secrets-lift-attention = Cualquier condición
api_secrets-exposed-badge = expuesto
api_secrets-view = Vista
api_secrets-width-of = Ancho de { $column }
api_secrets-columns = Columnas
api_secrets-columns-hint = Si hay poco espacio, algunas se ocultan automáticamente.
api_secrets-views = Vistas guardadas
api_secrets-views-hint = Busque o filtre, y guarde aquí la vista con un nombre.
api_secrets-view-name = Nombre de esta vista
api_secrets-forget-view = Olvidar la vista “{ $name }”
api_secrets-exposed-field = Su valor se filtró: queda marcado como expuesto hasta que esté desactivado y tenga un valor nuevo
api_secrets-exposed-title = ¿Activar “{ $name }” aunque su valor se filtró?
api_secrets-exposed-why = Quien encontró el valor puede volver a usarlo de inmediato. Cambie primero el valor y luego actívelo.
api_secrets-exposed-no = Dejarlo desactivado
api_secrets-exposed-yes = Activarlo de todos modos
api_secrets-expired-badge = caducado
api_secrets-no-view-badge = no se puede ver
api_secrets-view-only-badge = solo lectura
api_secrets-flags = Marcas
api_secrets-tag = Etiqueta
api_secrets-identifier-code = Código identificador
api_secrets-apply = Aplicar
api_secrets-count =
    { $count ->
        [one] { NUMBER($count) } secreto de API
       *[other] { NUMBER($count) } secretos de API
    }
api_secrets-count-of =
    { $found ->
        [one] Coincide { NUMBER($found) } de { NUMBER($all) } secretos de API
       *[other] Coinciden { NUMBER($found) } de { NUMBER($all) } secretos de API
    }
api_secrets-as-of = estado a las { $time }
api_secrets-nothing-matches = Ningún secreto de API coincide.
api_secrets-lift-search = Borrar la búsqueda
api_secrets-lift-state = Cualquier estado
api_secrets-lift-access = Cualquier acceso
api_secrets-lift-flag = Cualquier requisito
api_secrets-lift-tag = Cualquier etiqueta
api_secrets-lift-code = Cualquier código identificador
api_secrets-lift-gain = { $filter }: muestra { NUMBER($shown) }
api_secrets-secret-hint = ¿Busca un valor filtrado? Un secreto nunca se encuentra por su nombre, y una búsqueda sin resultados no queda en la dirección.
api_secrets-table = Secretos de API
api_secrets-select = Seleccionar { $name } (ID { $identifier })
api_secrets-select-page = Seleccionar las filas visibles
api_secrets-id = ID
api_secrets-name = Nombre
api_secrets-checked = Última comprobación
api_secrets-actions = Acciones
api_secrets-justify-badge = justificar
api_secrets-approval-badge = aprobación
api_secrets-deactivate = Desactivar
api_secrets-activate = Activar
api_secrets-deactivating = Desactivando…
api_secrets-activating = Activando…
api_secrets-edit = Editar
api_secrets-details = Detalles
api_secrets-copy-id = Copiar el ID
api_secrets-copy-name = Copiar el nombre
api_secrets-menu-copied = Copiado.
api_secrets-menu-not-copied = No se pudo copiar.
api_secrets-of-row = { $verb } { $name } (ID { $identifier })
api_secrets-verb-of = { $verb } { $name }
api_secrets-no-edit = Según la lista, esta clave de acceso solo puede verlo. No se puede editar, activar ni desactivar.
api_secrets-no-view = Según la lista, esta clave de acceso no puede verlo. No se puede abrir.
api_secrets-blocked = { $name }: no se envió nada.
api_secrets-trouble = ver mensaje
api_secrets-undo = Deshacer
api_secrets-undo-of = Deshacer: { $name } (ID { $identifier })
api_secrets-now-active = “{ $name }” (ID { $identifier }) está activo ahora, confirmado a las { $time }.
api_secrets-now-inactive = “{ $name }” (ID { $identifier }) está inactivo ahora, confirmado a las { $time }.
api_secrets-was-active = “{ $name }” (ID { $identifier }) ya estaba activo, confirmado a las { $time }.
api_secrets-was-inactive = “{ $name }” (ID { $identifier }) ya estaba inactivo, confirmado a las { $time }.
api_secrets-is-active = “{ $name }” (ID { $identifier }) está activo, confirmado a las { $time }. La primera respuesta se perdió, así que no se sabe si fue esta orden u otra persona.
api_secrets-is-inactive = “{ $name }” (ID { $identifier }) está inactivo, confirmado a las { $time }. La primera respuesta se perdió, así que no se sabe si fue esta orden u otra persona.
api_secrets-stored = Se guardó “{ $name }” con el identificador { $identifier }.
api_secrets-changed = Se cambió “{ $name }” (ID { $identifier }).
api_secrets-not-shared = La bóveda no pudo compartirlo con todos:
api_secrets-selected =
    { $count ->
        [one] { NUMBER($count) } seleccionado.
       *[other] { NUMBER($count) } seleccionados.
    }
api_secrets-all-selected =
    { $count ->
        [one] El único que coincide está seleccionado.
       *[other] Los { NUMBER($count) } que coinciden están seleccionados.
    }
api_secrets-hidden =
    { $count ->
        [one] { NUMBER($count) } de ellos no está en la lista con los filtros actuales.
       *[other] { NUMBER($count) } de ellos no están en la lista con los filtros actuales.
    }
api_secrets-view-only =
    { $count ->
        [one] { NUMBER($count) } solo se puede ver y queda fuera.
       *[other] { NUMBER($count) } solo se pueden ver y quedan fuera.
    }
api_secrets-select-all =
    { $count ->
        [one] Seleccionar el único que coincide
       *[other] Seleccionar los { NUMBER($count) } que coinciden
    }
api_secrets-clear = Quitar la selección
api_secrets-deactivate-selected = Desactivar…
api_secrets-activate-selected = Activar…
api_secrets-by-id = ID { $identifier }
api_secrets-title-of = { $name } (ID { $identifier })
api_secrets-facts = Lo que se sabe sin abrirlo
api_secrets-fact-moment = { $date }, { $time }
api_secrets-fact-switched = Última activación o desactivación
api_secrets-fact-switched-by = { $moment }, por { $user }
api_secrets-fact-read = Última lectura
api_secrets-fact-never = Nunca
api_secrets-fact-created = Creado
api_secrets-fact-changed = Último cambio
api_secrets-fact-owner = Responsable
api_secrets-fact-expires = Caduca
api_secrets-fact-expired = Caducó
api_secrets-fact-exposed = Expuesto desde
api_secrets-counts-as-use = Abrirlo cuenta como un uso y trae su secreto a esta página. Quienes lo comparten pueden ver cuándo se usó por última vez.
api_secrets-wants-justification = La bóveda exige una justificación para acceder a él, y su API no admite ninguna: la llamada puede ser rechazada.
api_secrets-wants-approval = La bóveda exige una aprobación para acceder a él, y su API no puede solicitarla: la llamada puede ser rechazada.
api_secrets-not-opened = No se pudo abrir
api_secrets-open = Abrirlo
api_secrets-opening = Abriendo…
api_secrets-url = URL
api_secrets-method = Método
api_secrets-tags = Etiquetas
api_secrets-notes = Notas
api_secrets-shared-with = Compartido con
api_secrets-may-edit = { $name } (editar)
api_secrets-may-view = { $name } (ver)
api_secrets-copy-secret = Copiar el secreto
api_secrets-not-copied = No se pudo copiar. Muestre el secreto y cópielo a mano.
api_secrets-no-secret = No hay ningún secreto guardado con él.
api_secrets-history = Historial
api_secrets-show-history = Mostrar historial
api_secrets-history-asked = Leyendo el registro de auditoría…
api_secrets-history-not-offered = Este servidor no ofrece un registro de auditoría.
api_secrets-history-not-read = No se pudo leer el registro de auditoría
api_secrets-history-nothing = El registro de auditoría no tiene entradas sobre él.
api_secrets-read-history-again = Leerlo de nuevo
api_secrets-history-read = No hay más entradas.
api_secrets-history-more = Hay más en Actividad.
api_secrets-as-curl = Como comando
api_secrets-as-curl-hint = Para un shell POSIX con curl. Defina antes LATCHBOARD_CLIENT_ID y LATCHBOARD_CLIENT_SECRET; el comando no contiene ningún secreto.
api_secrets-curl-deactivate = Copiar como curl: desactivar
api_secrets-curl-activate = Copiar como curl: activar
api_secrets-curl-read = Copiar como curl: leer
api_secrets-as-curl-form-hint = Para un shell POSIX con curl. Defina antes LATCHBOARD_CLIENT_ID y LATCHBOARD_CLIENT_SECRET y, si escribió un client secret más arriba, LATCHBOARD_API_SECRET, que ocupa su lugar.
api_secrets-curl-form = Copiar como curl
api_secrets-still-unknown = El resultado sigue siendo desconocido.
api_secrets-show-found = Cerrar y mostrarlo en la lista
api_secrets-leaked = ¿Busca un valor filtrado?
api_secrets-leaked-how = La lista no conoce los valores: la respuesta a filtraciones encuentra todas las copias.
api_secrets-command = Comando
api_secrets-command-copied = El comando está en el portapapeles.
api_secrets-command-not-copied = No se pudo copiar. El comando está seleccionado: cópielo a mano.
api_secrets-edit-title = Editar { $name } (ID { $identifier })
api_secrets-url-hint = Dónde se usa el secreto; texto libre.
api_secrets-client-id-hint = Quién usa el secreto.
api_secrets-code-hint = Un código propio, único entre los suyos. Con él, si se guarda dos veces por error, la segunda se rechaza.
api_secrets-method-hint = El método HTTP con el que se usa; texto libre.
api_secrets-tags-hint = Separadas por comas.
api_secrets-owner-hint = Quién responde por él: un equipo o una persona. Solo lo guarda este servidor.
api_secrets-expires-on = Caduca el
api_secrets-expires-on-hint = El último día en que es válido. Solo lo guarda este servidor; nada se desactiva automáticamente.
api_secrets-no-day = Eso no es una fecha.
api_secrets-expires-note = Qué hacer entonces
api_secrets-expires-note-hint = Dónde conseguir uno nuevo, por ejemplo.
api_secrets-secret-new-hint = El secreto en sí. Se guarda cifrado.
api_secrets-secret-made = Se creó en esta página. Se guarda con el resto del formulario.
api_secrets-secret-edit-hint = Si lo deja vacío, el secreto queda como está. Lo que escriba lo reemplaza.
api_secrets-unread-hint = La lista solo indica el nombre. Un campo que deje vacío queda como está.
api_secrets-read-first = Leer los valores actuales
api_secrets-read-first-why = Para ver lo que está guardado, vaciar un campo o cambiar con quién se comparte, lea antes los valores actuales. Eso cuenta como un uso; el secreto en sí no se muestra.
api_secrets-users = Compartido con usuarios
api_secrets-groups = Compartido con grupos
api_secrets-add-user = Agregar un usuario
api_secrets-add-group = Agregar un grupo
api_secrets-share-name = Nombre del acceso compartido { NUMBER($number) }
api_secrets-share-edit = puede editar
api_secrets-remove = Quitar
api_secrets-remove-share = Quitar el acceso compartido { NUMBER($number) }
api_secrets-end-sharing = Sí, dejar de compartirlo con todos ellos
api_secrets-ends-sharing = Quedó vacía una lista de personas con las que se compartía. Confírmelo más abajo o indique a alguien.
api_secrets-mask = Estos son los caracteres de una máscara, no un secreto.
api_secrets-nothing-changed = No se cambió nada, así que no hay nada que enviar.
api_secrets-store = Guardar
api_secrets-storing = Guardando…
api_secrets-cancel = Cancelar
api_secrets-meanwhile-by = { $user } hizo un cambio mientras usted editaba: { $moment }.
api_secrets-meanwhile = Se hizo un cambio mientras usted editaba: { $moment }.
api_secrets-meanwhile-how = Lo que ingresó sigue en el formulario. Si guarda de todos modos, reemplaza lo que se cambió en los mismos campos.
api_secrets-compare = Comparar con los valores actuales
api_secrets-overwrite = Guardar de todos modos
api_secrets-compared = El formulario muestra ahora los valores actuales. Se conservó lo que usted ingresó; debajo se indica lo que está guardado.
api_secrets-stored-now = Guardado ahora: { $text }
api_secrets-stored-nothing = Ahora no hay nada guardado aquí.
api_secrets-discard-title = ¿Descartar lo que ingresó?
api_secrets-discard-why = Aún no se guardó nada de esto.
api_secrets-discard-perhaps = Quizá ya se haya guardado. Para averiguarlo, mantenga abierto este formulario.
api_secrets-discard-not = Seguir editando
api_secrets-discard = Descartar
api_secrets-change = Cambiar

## What is wrong with an audit log

audit_faults-at = Entrada { $sequence }: { $fault }
audit_faults-unreadable = El registro de auditoría no escribe nada así: se alteró.
audit_faults-gap = Aquí faltan entradas, o están en otro orden.
audit_faults-changed = Esta entrada, o lo que había antes de ella, no es lo que se escribió.
audit_faults-not-authentic = Esto no lo escribió el servidor: su hash con clave no concuerda.
audit_faults-cut = Faltan las últimas entradas: el servidor escribió más.
audit_faults-no-attempt = Esta entrada cierra un intento que no aparece.
audit_faults-forged = La firma de un punto de control no concuerda.
audit_faults-differs = Un punto de control firmado corresponde a entradas distintas de las que lo preceden.
audit_faults-checkpoint-missing = Falta un punto de control que el servidor siempre escribe aquí.
audit_faults-end-missing = Falta el final firmado: se cortaron las últimas líneas o se interrumpió la exportación.
audit_faults-behind-end = Hay algo después del final firmado.
audit_faults-other-key = Está firmado con una clave distinta de la esperada.
audit_faults-rolled-back = El registro termina antes del punto de control conservado: se devolvió a un estado anterior.
audit_faults-rewritten = Este no es el registro del que se tomó el punto de control conservado.
audit_faults-pruned = Se quitaron las entradas posteriores al punto de control conservado: solo el servidor puede compararlo aún con el registro.

## Entries of the audit log

audit_log-attempt = Intento
audit_log-ended-done = Hecho
audit_log-ended-already = Ya estaba así
audit_log-ended-refused = Rechazado
audit_log-ended-failed = Fallido
audit_log-ended-unknown = Desconocido
audit_log-action-begin = Iniciar el registro de auditoría
audit_log-action-register = Registrar
audit_log-action-update-secret = Cambiar el secreto
audit_log-action-regenerate-key = Regenerar la clave de administrador
audit_log-action-read-settings = Leer la configuración
audit_log-action-change-settings = Cambiar la configuración
audit_log-action-sign-in = Iniciar sesión en la bóveda
audit_log-action-revoke-token = Cerrar sesión en la bóveda
audit_log-action-list = Listar secretos de API
audit_log-action-find = Buscar secretos de API
audit_log-action-read-index = Leer el índice de valores
audit_log-action-read = Leer un secreto de API
audit_log-action-create = Crear un secreto de API
audit_log-action-update = Cambiar un secreto de API
audit_log-action-mark-exposed = Marcar como expuesto
audit_log-action-activate = Activar
audit_log-action-deactivate = Desactivar
audit_log-action-read-audit = Leer el registro de auditoría
audit_log-action-create-api-key = Crear una clave de API
audit_log-action-revoke-api-key = Revocar una clave de API
audit_log-action-create-access-key = Crear una clave de acceso
audit_log-action-revoke-access-key = Revocar una clave de acceso
audit_log-action-create-user = Crear un usuario
audit_log-action-import = Importar secretos de API
audit_log-action-export-secrets = Exportar secretos de API sin cifrar
audit_log-action-forget-admin-keys = Olvidar claves de administrador conservadas
audit_log-action-clear-throttle = Anular las esperas tras secretos incorrectos
audit_log-action-rotate-master-key = Cambiar la clave maestra
audit_log-action-prune-audit = Quitar entradas del registro de auditoría

## Bulk runs

bulk-lead = Una llamada por cada secreto de API, unas pocas a la vez, cada una con su propio resultado. Continúa mientras usted ve otras páginas. Si se cierra esta pestaña, la operación se detiene y puede reanudarse más tarde en este navegador.
bulk-none = Aún no hay ninguna operación masiva
bulk-none-how = Seleccione secretos de API en la lista y elija qué hacer con ellos.
bulk-to-list = Ir a la lista
bulk-deactivate =
    { $count ->
        [one] Desactivar { NUMBER($count) } secreto de API
       *[other] Desactivar { NUMBER($count) } secretos de API
    }
bulk-activate =
    { $count ->
        [one] Activar { NUMBER($count) } secreto de API
       *[other] Activar { NUMBER($count) } secretos de API
    }
bulk-selected = Elegidos uno por uno:
bulk-page = Todas las filas en pantalla:
bulk-matches = Todas las filas que coinciden con la búsqueda y los filtros, también las que no están a la vista:
bulk-leaked =
    { $values ->
        [one] Copias que se encontraron de { NUMBER($values) } valor filtrado:
       *[other] Copias que se encontraron de { NUMBER($values) } valores filtrados:
    }
bulk-on-again = Copias que están activas, según el servidor:
bulk-undo-scope = Exactamente los que cambió la operación:
bulk-and-more = y { NUMBER($count) } más
bulk-all-names =
    { $count ->
        [one] Mostrar el nombre
       *[other] Mostrar los { NUMBER($count) } nombres
    }
bulk-view-only = Quedan fuera porque esta clave de acceso solo puede verlos: { NUMBER($count) }
bulk-left-on-wish = Quedan activos porque así lo eligió: { NUMBER($count) }
bulk-off-already = Quedan fuera porque ya están desactivados: { NUMBER($count) }
bulk-effect-off = Todo lo que los usa deja de funcionar de inmediato. Se puede deshacer.
bulk-effect-on = Quien los tenga puede volver a usarlos de inmediato.
bulk-already-off =
    { $count ->
        [one] { NUMBER($count) } de ellos ya está inactivo: para ese no cambia nada.
       *[other] { NUMBER($count) } de ellos ya están inactivos: para esos no cambia nada.
    }
bulk-already-on =
    { $count ->
        [one] { NUMBER($count) } de ellos ya está activo: para ese no cambia nada.
       *[other] { NUMBER($count) } de ellos ya están activos: para esos no cambia nada.
    }
bulk-exposed =
    { $count ->
        [one] { NUMBER($count) } de ellos tiene un valor que se filtró: quien lo encontró puede volver a usarlo de inmediato.
       *[other] { NUMBER($count) } de ellos tienen valores que se filtraron: quien los encontró puede volver a usarlos de inmediato.
    }
bulk-unresolved =
    Los resultados de la operación anterior, { $open ->
        [one] { NUMBER($open) } de ellos pendiente
       *[other] { NUMBER($open) } de ellos pendientes
    }, ceden su lugar a los de esta. Después encontrará aquella operación debajo de esta.
bulk-unresolved-gone =
    Los resultados de la operación anterior, { $open ->
        [one] { NUMBER($open) } de ellos pendiente
       *[other] { NUMBER($open) } de ellos pendientes
    }, ceden su lugar a los de esta y se pierden: este navegador no conserva operaciones. Guarde antes su comprobante.
bulk-type-count = Escriba { NUMBER($count) } para confirmar
bulk-miscounted = Ese no es el número de secretos de API.
bulk-cancel = Cancelar
bulk-going = En curso
bulk-stopping = Deteniendo: no se envía nada más, se esperan las respuestas
bulk-stopped = Detenida: { $headline }
bulk-halted = Suspendida: { $headline }
bulk-interrupted = Interrumpida: { $headline }
bulk-need-answer =
    { $count ->
        [one] { NUMBER($count) } necesita una respuesta
       *[other] { NUMBER($count) } necesitan una respuesta
    }
bulk-all-off =
    { $count ->
        [one] { NUMBER($count) } de { NUMBER($count) } desactivado
       *[other] los { NUMBER($count) } desactivados
    }
bulk-count-off =
    { $count ->
        [one] { NUMBER($count) } desactivado
       *[other] { NUMBER($count) } desactivados
    }
bulk-all-on =
    { $count ->
        [one] { NUMBER($count) } de { NUMBER($count) } activado
       *[other] los { NUMBER($count) } activados
    }
bulk-some-off =
    { $done ->
        [one] { NUMBER($done) } de { NUMBER($all) } desactivado
       *[other] { NUMBER($done) } de { NUMBER($all) } desactivados
    }
bulk-some-on =
    { $done ->
        [one] { NUMBER($done) } de { NUMBER($all) } activado
       *[other] { NUMBER($done) } de { NUMBER($all) } activados
    }
bulk-need-other-key =
    { $count ->
        [one] { NUMBER($count) } necesita otra clave de acceso
       *[other] { NUMBER($count) } necesitan otra clave de acceso
    }
bulk-refused-count =
    { $count ->
        [one] { NUMBER($count) } rechazado
       *[other] { NUMBER($count) } rechazados
    }
bulk-left-on-count =
    { $count ->
        [one] { NUMBER($count) } se dejó activo
       *[other] { NUMBER($count) } se dejaron activos
    }
bulk-left-on = Se dejaron activos a propósito y siguen funcionando:
bulk-not-sent-count =
    { $count ->
        [one] { NUMBER($count) } sin enviar
       *[other] { NUMBER($count) } sin enviar
    }
bulk-progress = { NUMBER($done) } de { NUMBER($all) }
bulk-silent =
    { $count ->
        [one] sin respuesta desde hace { NUMBER($count) } segundo
       *[other] sin respuesta desde hace { NUMBER($count) } segundos
    }
bulk-rate = { NUMBER($count) } por segundo
bulk-resting = El servidor pidió una pausa: no se envía nada hasta las { $time }. No se pierde ninguna llamada.
bulk-halted-why = Por qué se suspendió la operación
bulk-signed-out = La sesión terminó, así que no se envía nada más. Inicie sesión para continuar.
bulk-stop = Detener
bulk-resume = Reanudar { NUMBER($count) }
bulk-retry =
    { $count ->
        [one] Reintentar { NUMBER($count) } fallido
       *[other] Reintentar { NUMBER($count) } fallidos
    }
bulk-resolve =
    { $count ->
        [one] Aclarar { NUMBER($count) } desconocido
       *[other] Aclarar { NUMBER($count) } desconocidos
    }
bulk-resolve-how = Para los que quedaron sin respuesta se envía de nuevo la misma llamada: no cambia nada dos veces, y su respuesta indica el estado.
bulk-noted-ahead = La página anota hasta 64 llamadas antes de enviarlas para no olvidar ninguna: puede que algunas de estas no llegaran a enviarse. Volver a preguntar es seguro en ambos casos.
bulk-undo = Deshacer { NUMBER($count) }
bulk-receipt = Descargar comprobante
bulk-close = Cerrar esta operación
bulk-dismiss-run = Descartar esta operación
bulk-other-server = Esta operación pertenece a otro servidor: { $server }. Elíjalo en Conexiones para continuarla.
bulk-other-tenant = Esta operación pertenece a otro tenant, donde los mismos números son otros secretos de API. Inicie sesión allí para continuarla.
bulk-other-key = Esta operación se inició con la clave de acceso { $access-key }. Inicie sesión con ella para reanudarla.
bulk-not-kept = Este navegador no conserva esta operación: se pierde al cerrar esta pestaña. Los navegadores conservan operaciones solo por https y donde pueden almacenar datos.
bulk-kept = Operaciones conservadas en este navegador
bulk-kept-how = Nombres, identificadores, client ids, resultados y horas, en una filtración también su comprobante, y ningún secreto. Las { NUMBER($count) } más recientes, y todas las que tienen llamadas pendientes, se conservan hasta que usted las descarte.
bulk-kept-leak = Respuesta a filtraciones: { $run }
bulk-kept-began = Iniciada el { $time }
bulk-kept-interrupted = Interrumpida antes de terminar
bulk-kept-show = Mostrar
bulk-kept-gone = No se puede mostrar esa operación: otra pestaña la tiene abierta, o no se puede leer.
bulk-kept-open = Operaciones en este navegador con llamadas que no se enviaron o no tienen respuesta: { NUMBER($count) }.
bulk-dismiss-title = ¿Descartar esta operación?
bulk-dismiss-why = Algunas de sus llamadas siguen pendientes. Si la descarta, aquí ya no podrá ver qué cambió ni obtener su comprobante.
bulk-perhaps = Se perdió una respuesta, así que no se sabe si esta operación los cambió. Deshacer no los toca:
bulk-done = Hecho
bulk-already-so = Ya estaba así
bulk-refused = Rechazado
bulk-not-attempted = No intentado
bulk-unknown = Desconocido
bulk-waiting = En espera
bulk-under-way = En curso
bulk-lost-reply = Se perdió una respuesta anterior: quizá lo hizo esta operación.
bulk-chart = Resultados a lo largo del tiempo
bulk-chart-table = Resultados en distintos momentos de la operación
bulk-seconds = { NUMBER($count) } s
bulk-milliseconds = { NUMBER($count) } ms
bulk-time = Tiempo
bulk-show = Mostrar
bulk-show-all = Todos
bulk-show-as-asked = Como se pidió
bulk-show-failed = Fallidos
bulk-show-unknown = Desconocidos
bulk-show-open = Pendientes
bulk-rows = { NUMBER($first) } a { NUMBER($last) } de { NUMBER($all) }
bulk-no-rows = Ninguno.
bulk-earlier = Filas anteriores
bulk-later = Más filas
bulk-id = ID
bulk-name = Nombre
bulk-verdict = Resultado
bulk-reason = Causa y solución
bulk-strip = Hay una operación masiva en curso: { NUMBER($done) } de { NUMBER($all) }.
bulk-strip-over = La última operación masiva terminó: { NUMBER($done) } de { NUMBER($all) } como se pidió.
bulk-strip-open =
    { $open ->
        [one] La última operación masiva: { NUMBER($open) } necesita una respuesta, { NUMBER($done) } de { NUMBER($all) } como se pidió.
       *[other] La última operación masiva: { NUMBER($open) } necesitan una respuesta, { NUMBER($done) } de { NUMBER($all) } como se pidió.
    }
bulk-strip-signed-out = La operación masiva se detuvo porque la sesión terminó: { NUMBER($done) } de { NUMBER($all) } como se pidió.
bulk-strip-show = Mostrarla

## Calls, remedies, and whether to try again

catalogue-label-edit-secret = Editar el secreto
catalogue-label-edit-present-secret = Editar el secreto actual
catalogue-label-edit-api-key = Editar la clave de API
catalogue-label-regenerate-instead = Regenerar en su lugar
catalogue-label-resolve = Aclarar
catalogue-label-refresh-list = Actualizar lista
catalogue-label-activate = Activar
catalogue-label-sign-in = Iniciar sesión de nuevo
catalogue-label-try-again = Reintentar
catalogue-retry-safe = Es seguro.
catalogue-retry-pointless = Es inútil mientras no se corrija algo.
catalogue-retry-ask = Lo decide una persona.
catalogue-endpoint-register = Registrar
catalogue-endpoint-update-secret = Cambiar el secreto
catalogue-endpoint-regenerate-key = Regenerar la clave de administrador
catalogue-endpoint-read-settings = Leer la configuración
catalogue-endpoint-change-settings = Cambiar la configuración
catalogue-endpoint-token = Iniciar sesión en la bóveda
catalogue-endpoint-list-api-secrets = Listar secretos de API
catalogue-endpoint-read-api-secret = Leer un secreto de API
catalogue-endpoint-create-api-secret = Crear un secreto de API
catalogue-endpoint-update-api-secret = Cambiar un secreto de API
catalogue-endpoint-deactivate = Desactivar
catalogue-endpoint-health = Comprobar el servidor
catalogue-endpoint-read-audit = Leer el registro de auditoría
catalogue-endpoint-find = Buscar por huella digital
catalogue-endpoint-read-index = Leer el índice de valores
catalogue-endpoint-read-inventory = Leer el inventario
catalogue-endpoint-read-capabilities = Preguntar qué ofrece el servidor

## In several places

common-optional = opcional
common-save = Guardar
common-show-secret = Mostrar { $field }
common-show = Mostrar
common-hide = Ocultar
common-close = Cerrar
common-copy = Copiar
common-dismiss = Descartar
common-try-again = Reintentar
common-cause = Causa
common-remedy = Solución
common-code = Código
common-server-said = El servidor dijo
common-server-code = código del servidor { $code }
common-wait = Espera
common-about-code = { $code }: qué significa, en una pestaña nueva
common-done = { $call }: hecho
common-done-meaning = El servidor lo confirmó.
common-already-so = { $call }: ya estaba así
common-already-so-meaning = No cambió nada; está como usted pidió.
common-refused = { $call }: rechazado
common-refused-meaning = El servidor dijo que no; no se cambió nada.
common-refused-perhaps = El servidor dijo que no. Puede ser su respuesta a una repetición: cuando se corta una conexión, los navegadores envían la llamada por segunda vez por su cuenta, así que quizá la que usted hizo sí llegó.
common-not-attempted = { $call }: no intentado
common-not-attempted-meaning = La llamada no se envió; no se cambió nada.
common-unknown = { $call }: desconocido
common-unknown-meaning = Ninguna respuesta es fiable: es posible que la llamada se haya enviado, y que haya surtido efecto.
common-just-now = ahora mismo
common-more = Más
common-copied = Copiado al portapapeles. Otros también pueden leer el portapapeles: péguelo pronto.
common-at-character = En el carácter { $position }.
common-at-characters = En los caracteres { $positions }.
common-from-to = { NUMBER($first) } a { NUMBER($last) }
common-and = { $before } y { $last }
common-and-further = { $positions } y más adelante
common-not-pasted = No se pegó nada; el campo está como estaba.
common-asking = Consultando…
common-fingerprint = Huella digital
common-strength = Fortaleza:
common-generate = Generar un secreto
common-secret-not-copied = No se pudo copiar. El secreto está seleccionado: cópielo a mano.

## Connections

connections-lead = Elija adónde va cada familia de llamadas. Son de dos proveedores, por eso cada una se configura por separado.
connections-location-history = Location History y Geofencing
connections-vault = Bóveda con secretos de API
connections-where = Enviar llamadas a
connections-here = Este servidor
connections-gateway = El proveedor, a través de este servidor
connections-elsewhere = Otra dirección
connections-address = Dirección
connections-address-hint = Comienza con https://; http:// solo para este equipo. Se conserva en este navegador y se muestra: sin usuario, contraseña ni consulta.
connections-gateway-hint = Este servidor reenvía las llamadas, de modo que no hace falta autorizar ninguna página en el proveedor. Debe haberse iniciado con { $option }.
connections-in-use = En uso
connections-labels = Nombre y color
connections-label-of = Nombre de { $host }
connections-label-hint = Por ejemplo, Producción. Aparece en la parte superior de cada página para que nadie confunda este servidor con otro. Se guarda en este navegador.
connections-colour = Color
connections-colour-none = Ninguno
connections-colour-green = Verde
connections-colour-amber = Ámbar
connections-colour-red = Rojo
connections-colour-violet = Violeta
connections-test = Probar
connections-use = Usar
connections-use-vault-warns = Al usar otra bóveda se cierra su sesión en la actual.
connections-use-keys-warn = Las claves y los secretos escritos en el formulario pertenecen al servidor actual: se borran.
connections-moved-vault = Ahora las llamadas van a otra bóveda. Se cerró su sesión; no se conserva nada de la bóveda anterior.
connections-moved-keys = Ahora las llamadas van a otro servidor. Se borró lo que se había escrito para el anterior.
connections-busy-run = Todavía no: hay una operación en curso allí, y sus respuestas se perderían. Deténgala o espere a que termine.
connections-busy-scan = Todavía no: allí se están leyendo secretos de API. Detenga la lectura o espere a que termine.
connections-busy-call = Todavía no: allí está en curso una llamada que cambia algo, y su respuesta se perdería. Espere a que termine.
connections-busy-key = Todavía no: hay en pantalla una clave o un secreto que se muestra solo esta vez. Guárdelo primero.
connections-busy-unknown = Todavía no: allí hay una llamada con resultado desconocido. Primero aclárela o ciérrela.
connections-busy-show = Ir allí
connections-empty = Escriba una dirección.
connections-no-scheme = La dirección debe comenzar con https://, o con http:// en este equipo.
connections-plain = http:// enviaría los secretos sin cifrar: use https://.
connections-credentials = Contiene un usuario o una contraseña: quítelos. La página pide las credenciales donde se necesitan.
connections-query = Contiene un signo de interrogación o de número (#): quite lo que sigue.
connections-malformed = El host, el puerto o la ruta no están escritos como en una dirección.
connections-answers = Responde el servidor correcto
connections-answers-why = Rechazó una llamada sin credencial, tal como lo hace esta familia de llamadas.
connections-no-path = Ruta incorrecta
connections-no-path-why = Responde un servidor, pero no tiene nada en esta ruta.
connections-page = Responde una página, no la API
connections-page-why = Es una página para personas: la de inicio de sesión de un proxy, un panel u otro sitio. O la ruta tiene una parte de más.
connections-path-next = Corrija la dirección; los hosts de los proveedores no necesitan ruta. Un proxy que pide a las personas que inicien sesión debe dejar pasar estas llamadas.
connections-other = Responde otra cosa
connections-other-why = La respuesta no es ninguna de las que da esta familia de llamadas.
connections-failing = El servidor falla
connections-failing-why = Responde, pero él, o el servidor que está detrás, no puede hacer su trabajo.
connections-failing-next = Revise el registro de ese servidor; si es el del proveedor, compruebe la dirección con la que se inició este servidor.
connections-no-gateway = Este servidor no reenvía nada
connections-no-gateway-why = Él mismo dice que no conoce ningún proveedor para estas llamadas.
connections-redirects = El servidor redirige las llamadas a otro lugar
connections-redirects-why = Después de una redirección no se envía nada, porque se enviaría también un secreto.
connections-redirects-next = Abra la dirección en una pestaña nueva y use aquella a la que lleve.
connections-forbidden = Esta página no puede llamar a ese servidor
connections-forbidden-why = La política de la propia página (CSP, connect-src) enumera los servidores que puede consultar, y este no está entre ellos. No se envió nada.
connections-forbidden-next = Inicie el servidor de esta página con una opción más:
connections-not-allowed = El servidor responde, pero no a esta página
connections-not-allowed-why = No permite que las páginas de este origen lean sus respuestas (CORS), o redirige: para una página, ambas cosas se ven igual.
connections-not-allowed-next = Si es un servidor Latchboard, inícielo con:
connections-not-allowed-vendor = Si es el de un proveedor, inicie el servidor de esta página con lo siguiente y elija el proveedor a través de este servidor:
connections-offline = Sin red
connections-offline-why = El navegador dice que este equipo no tiene conexión.
connections-offline-next = Conéctelo y pruebe de nuevo.
connections-timed-out = Sin respuesta a tiempo
connections-timed-out-why = No volvió nada: el servidor está sobrecargado, o algo en el camino descarta las llamadas.
connections-no-connection = Sin conexión
connections-no-connection-why = Se rechazó la conexión, ningún servidor tiene este nombre o su certificado no es de confianza: el navegador no le dice a la página cuál es la causa.
connections-mixed-why = Esta página llegó por https, y algunos navegadores no le permiten consultar una dirección http://, ni siquiera en este equipo.
connections-open-to-see = Abrir { $address } en una pestaña nueva
connections-open-why = Ahí el navegador indica cuál es. O consulte desde una terminal:
connections-tested-at = Probado a las { $time }

## Decodings in which leaked values were found

decodings-escapes = secuencias de escape interpretadas
decodings-backslashes = sin barras invertidas
decodings-escaped-punctuation = sin barras invertidas ante signos de puntuación
decodings-doubled = caracteres dobles leídos una vez
decodings-carets = acentos circunflejos de cmd interpretados
decodings-backticks = acentos graves de PowerShell interpretados
decodings-pipes = barras verticales de TeamCity interpretadas
decodings-shell-quotes = comillas de shell interpretadas
decodings-percent = codificación por porcentaje interpretada
decodings-form = codificación de formulario interpretada
decodings-html = entidades HTML interpretadas
decodings-quoted-printable = quoted-printable interpretado
decodings-hex-escapes = escapes hexadecimales interpretados
decodings-rtf = RTF interpretado
decodings-latex = LaTeX interpretado
decodings-ooxml = escapes de Office interpretados
decodings-line-breaks = sin saltos de línea
decodings-folded-lines = saltos de línea leídos como espacios
decodings-line-marks = sin las marcas al comienzo de las líneas
decodings-line-ends = otro tipo de salto de línea
decodings-added-line-break = con un salto de línea al final
decodings-cells = celdas de una tabla unidas
decodings-concatenation = fragmentos unidos
decodings-records = registros unidos, una línea de cada uno
decodings-terminal-codes = sin los colores de la terminal
decodings-invisible = sin caracteres invisibles
decodings-typography = caracteres tipográficos leídos como simples
decodings-tags = sin etiquetas
decodings-latin-1 = leído como Latin-1
decodings-mojibake = caracteres mal decodificados corregidos
decodings-composed = caracteres compuestos (NFC)
decodings-decomposed = caracteres descompuestos (NFD)
decodings-base64 = Base64 decodificado
decodings-hex = dígitos hexadecimales decodificados
decodings-hex-dump = volcado hexadecimal leído
decodings-decimal-bytes = bytes decimales leídos
decodings-utf-16-le = leído como UTF-16 (little-endian)
decodings-utf-16-be = leído como UTF-16 (big-endian)

## What each error code means, why it happened and what to do

errors-parameter-missing-meaning = Falta un parámetro que la bóveda exige.
errors-parameter-missing-create-api-secret-remedy = Complete el nombre, la URL y el client id; no se guardó nada.
errors-parameter-missing-update-api-secret-remedy = Complete el nombre, la URL y el client id; el secreto de API no cambió.
errors-parameter-missing-find-cause = No se envió ninguna huella digital.
errors-parameter-missing-find-remedy = Pegue el texto filtrado o la huella digital completa; no se buscó nada.
errors-parameter-invalid-meaning = El servidor no pudo aceptar un parámetro tal como se envió.
errors-parameter-invalid-create-api-secret-cause = Un parámetro se envió dos veces, no es texto o contiene la mitad de un carácter; o el cuerpo no es ni un objeto JSON ni un formulario. La frase del servidor lo nombra.
errors-parameter-invalid-create-api-secret-remedy = Corrija lo que nombra la frase y envíelo de nuevo; no se cambió nada.
errors-parameter-invalid-read-audit-cause = Un filtro tiene un valor que el registro de auditoría nunca tiene, como una acción que no existe.
errors-parameter-invalid-read-audit-remedy = Corrija el filtro o quítelo; no se buscó nada.
errors-parameter-invalid-read-inventory-cause = Un filtro tiene un valor imposible, como una hora que no es un número.
errors-parameter-invalid-find-cause = Lo que se envió no es una lista de huellas digitales: de 1 a 2000 SHA-256, de 64 dígitos hexadecimales cada uno.
errors-parameter-invalid-find-remedy = Pegue el texto filtrado o la huella digital completa; no se buscó nada.
errors-identifier-code-taken-meaning = Otro secreto de API de este usuario tiene el mismo código identificador.
errors-identifier-code-taken-create-api-secret-remedy = Elija otro código identificador. Si envió esto dos veces, el primero se guardó: actualice la lista.
errors-identifier-code-taken-update-api-secret-remedy = Elija otro código identificador o déjelo como estaba; el secreto de API no cambió.
errors-changed-meanwhile-meaning = Entretanto, otra persona cambió el secreto de API.
errors-changed-meanwhile-cause = El secreto de API se cambió después de que usted lo cargara; si se guardara ahora, ese cambio se perdería sin que usted lo hubiera visto.
errors-changed-meanwhile-remedy = Compare lo que ingresó con lo que está guardado ahora y vuelva a guardar, o guarde de todos modos; no se guardó nada de lo que ingresó.
errors-not-found-meaning = No hay ningún secreto de API con este identificador.
errors-not-found-read-api-secret-cause = No hay ningún secreto de API con este identificador: se eliminó, o el número es incorrecto.
errors-not-found-read-api-secret-remedy = Actualice la lista y búsquelo por su nombre.
errors-not-found-update-api-secret-remedy = Actualice la lista y búsquelo por su nombre; no se cambió nada.
errors-no-access-meaning = La clave de acceso no puede hacer esto con el secreto de API.
errors-no-access-read-api-secret-cause = Esta clave de acceso no puede ver el secreto de API: no está compartido con su usuario, o queda fuera del alcance de la clave.
errors-no-access-read-api-secret-remedy = Pida a su propietario que lo comparta, o inicie sesión con otra clave de acceso.
errors-no-access-read-audit-cause = Esta clave de acceso no se creó para leer el registro de auditoría.
errors-no-access-read-audit-remedy = Inicie sesión con una que sí: quien opera el servidor las crea con “--auditor”.
errors-no-access-update-api-secret-cause = Esta clave de acceso no puede editar el secreto de API.
errors-no-access-update-api-secret-remedy = Pida a su propietario que lo comparta con permiso de edición, o inicie sesión con otra clave de acceso; el secreto de API no cambió.
errors-no-access-deactivate-cause = Esta clave de acceso no puede activar ni desactivar el secreto de API: para eso se necesita permiso de edición.
errors-no-access-deactivate-remedy = Pida a su propietario que lo comparta con permiso de edición, o inicie sesión con otra clave de acceso; su estado no cambió.
errors-inactive-meaning = El secreto de API está inactivo.
errors-inactive-cause = El secreto de API está inactivo, así que no se puede leer.
errors-inactive-remedy = Actívelo primero, salvo que se haya desactivado porque se filtró: si está activo, pueden volver a usarlo todos los que tienen acceso.
errors-not-authorised-meaning = La puerta de enlace no deja pasar la llamada a la bóveda.
errors-not-authorised-capabilities-cause = El servidor no dice qué ofrece: es el de un proveedor, es más antiguo, o la dirección es incorrecta.
errors-not-authorised-capabilities-remedy = Continúe sin lo que solo tiene este servidor, o compruebe la dirección de la conexión.
errors-not-authorised-vault-calls-cause = La sesión ya no es válida, la clave de acceso no admite este equipo o esta página, o la dirección es incorrecta: la puerta de enlace dice lo mismo en todos los casos.
errors-not-authorised-vault-calls-remedy = Inicie sesión de nuevo; si el error persiste, compruebe la dirección de la conexión y las listas de direcciones IP y de referers de la clave de acceso. No se cambió nada.
errors-not-authorised-token-cause = Nada atiende inicios de sesión en esta dirección, o la clave de acceso no admite este equipo o esta página.
errors-not-authorised-token-remedy = Compruebe la dirección de la conexión y las listas de direcciones IP y de referers de la clave de acceso, y luego inicie sesión de nuevo.
errors-client-rejected-meaning = Se rechazó el inicio de sesión en la bóveda.
errors-client-rejected-cause = El client id, el client secret o el tenant es incorrecto, o la clave de acceso expiró o fue revocada.
errors-client-rejected-remedy = Compare los valores con los que se muestran con la clave de acceso, e inicie sesión de nuevo.
errors-open-outcome-register-remedy = Registre de nuevo el mismo secreto; si funciona, queda resuelto. “Ya registrado” significa entonces que existe un registro: regenere con este secreto. Si eso funciona, el registro era suyo; si se rechaza el secreto, hay otro registrado.
errors-open-outcome-update-secret-remedy = Envíe de nuevo el mismo cambio; si funciona, queda resuelto. Si entonces se rechaza el secreto actual, ya no sirve y el cambio probablemente se hizo: regenerar con el secreto nuevo lo demuestra, y deja sin efecto la clave de administrador actual.
errors-open-outcome-regenerate-key-remedy = No hay forma de preguntar qué pasó: puede que la clave de administrador anterior ya no sirva. Regenere una vez más para obtener una nueva.
errors-open-outcome-change-settings-remedy = Envíe de nuevo el mismo cambio: con los mismos valores, no cambia nada dos veces.
errors-open-outcome-create-api-secret-remedy = Actualice la lista y busque el nombre antes de guardarlo de nuevo. Si tenía un código identificador, guardarlo de nuevo es seguro: la bóveda rechaza un segundo con el mismo código.
errors-open-outcome-update-api-secret-remedy = Envíe de nuevo el mismo cambio: con los mismos valores, no cambia nada dos veces, salvo que entretanto otra persona haya editado el secreto de API.
errors-open-outcome-deactivate-remedy = Envíe de nuevo la misma llamada: no cambia nada dos veces, y su respuesta indica el estado. “No encontrado” significa entonces que el secreto de API ya no existe; “sin acceso”, que ya no hay permiso para activarlo o desactivarlo.
errors-open-outcome-read-api-secret-remedy = Compruebe que el servidor esté en funcionamiento y reinténtelo; no se cambió nada, pero cada lectura puede contar como un uso del secreto de API.
errors-open-outcome-read-api-secret-remedy-2 = Compruebe que el servidor esté en funcionamiento y reinténtelo; no se cambió nada.
errors-open-outcome-health-remedy = Compruebe que el servidor esté en funcionamiento y que la dirección de la conexión sea correcta, y reinténtelo.
errors-answer-expired-meaning = El servidor ya había ejecutado esta llamada, y ya no conserva su respuesta.
errors-answer-expired-secret-calls-cause = La llamada se repitió con su clave de idempotencia más de diez minutos después de ejecutarse. El servidor no conserva por más tiempo una respuesta que puede contener una clave de administrador.
errors-answer-expired-secret-calls-remedy = Surtió efecto. Si no tiene la clave de administrador, cree una nueva con el secreto del cliente que está en vigor ahora; la actual deja de servir en ese momento.
errors-answer-expired-cause = La llamada se repitió con su clave de idempotencia cuando el servidor ya había borrado la respuesta, o ya no podía leerla.
errors-answer-expired-remedy = Surtió efecto: actualice la lista para ver cómo está todo.
errors-unreachable-meaning = No se estableció ninguna conexión.
errors-unreachable-cause = No se estableció ninguna conexión con el servidor, así que no se envió nada.
errors-unreachable-remedy = Compruebe que este dispositivo tenga conexión, que el servidor esté en funcionamiento y que la dirección sea correcta, y reinténtelo.
errors-service-problem-meaning = El servidor falló mientras procesaba la llamada.
errors-service-problem-cause = El servidor falló mientras procesaba la llamada; no dice hasta dónde llegó.
errors-upstream-failed-meaning = Una puerta de enlace no recibió una respuesta válida del servidor que está detrás.
errors-upstream-failed-cause = Una puerta de enlace no recibió una respuesta válida del servidor que está detrás; puede que el servidor haya recibido la llamada.
errors-upstream-timed-out-meaning = El servidor que está detrás de una puerta de enlace no respondió a tiempo.
errors-upstream-timed-out-cause = El servidor que está detrás de la puerta de enlace no respondió a tiempo; puede que aún esté procesando la llamada.
errors-answer-unreadable-meaning = La respuesta no es una que esta llamada pueda dar.
errors-answer-unreadable-cause = La respuesta no es una que esta llamada pueda dar: puede que haya respondido algo intermedio, o que falte una parte.
errors-connection-failed-meaning = No se pudo leer ninguna respuesta.
errors-connection-failed-cause = No se pudo leer ninguna respuesta: se perdió la conexión, el servidor está caído, o el navegador retuvo la respuesta porque el servidor o su puerta de enlace no admite esta página (CORS).
errors-timed-out-meaning = No llegó ninguna respuesta a tiempo.
errors-timed-out-cause = No llegó ninguna respuesta dentro del tiempo límite; puede que el servidor aún esté procesando la llamada.
errors-rate-limited-meaning = Demasiadas llamadas en poco tiempo.
errors-rate-limited-api-key-calls-cause = Demasiadas llamadas con esta clave de API en poco tiempo (el proveedor permite 5 por segundo); esta no se ejecutó.
errors-rate-limited-api-key-calls-remedy = Espere un momento, o el tiempo que diga el servidor, y reinténtelo.
errors-rate-limited-token-and-vault-calls-cause = Demasiadas llamadas en poco tiempo; esta no se ejecutó.
errors-address-wrong-meaning = Nada atiende esta llamada en esta dirección.
errors-address-wrong-api-key-calls-cause = Nada atiende esta llamada en esta dirección: la dirección base es incorrecta o le falta https, o el proveedor retiró el servicio, como se anunció para el 31 de enero de 2027.
errors-address-wrong-api-key-calls-remedy = Compruebe la dirección base de la conexión; no se cambió nada.
errors-address-wrong-token-and-vault-calls-cause = Nada atiende esta llamada en esta dirección: la dirección base o el prefijo de la ruta es incorrecto.
errors-address-wrong-token-and-vault-calls-remedy = Compruebe la conexión: dirección base y prefijo de la ruta; no se cambió nada.
errors-not-audited-meaning = El servidor no puede escribir su registro de auditoría, así que no cambió nada.
errors-not-audited-cause = Cada cambio se anota en el registro de auditoría antes de hacerse, y el registro no se puede escribir: el disco está lleno, la base de datos está ocupada o alguien manipuló el registro.
errors-not-audited-remedy = No se cambió nada. Avise a quien opera el servidor, y reinténtelo cuando el registro se pueda escribir.
errors-idempotency-key-reused-meaning = La clave de idempotencia de esta llamada pertenece a otra llamada.
errors-idempotency-key-reused-cause = En el último día, la misma clave llegó con otra llamada u otro cuerpo, así que el servidor no tomó esta por una repetición de aquella, y no la ejecutó.
errors-idempotency-key-reused-remedy = Envíe la llamada con una clave nueva: una clave para cada llamada, y la misma solo para sus repeticiones.
errors-refused-meaning = El servidor rechazó la llamada por un motivo que aquí no tiene código.
errors-refused-register-cause = El servidor rechazó la llamada por un motivo que solo su propio mensaje indica.
errors-refused-register-remedy = Lea lo que dijo el servidor y actúe en consecuencia; no se registró nada.
errors-refused-update-secret-cause = El servidor prohíbe la llamada. Aquí no encaja ningún motivo documentado; lo más probable es que la clave de API no tenga permiso para hacerla.
errors-refused-update-secret-remedy = Lea lo que dijo el servidor, y compruebe que la clave de API pertenezca a esta cuenta y esté habilitada para el servicio. El secreto actual sigue en vigor.
errors-refused-regenerate-key-remedy = Lea lo que dijo el servidor, y compruebe que la clave de API pertenezca a esta cuenta y esté habilitada para el servicio. La clave de administrador actual sigue siendo válida.
errors-refused-settings-calls-cause = El servidor prohíbe la llamada. Aquí no encaja ningún motivo documentado; lo más probable es que la clave de API o la clave de administrador no tenga permiso para hacerla.
errors-refused-settings-calls-remedy = Lea lo que dijo el servidor, y compruebe que la clave de API pertenezca a esta cuenta y esté habilitada para el servicio. No se cambió nada.
errors-refused-token-cause = El servidor no acepta este tipo de inicio de sesión, o lo rechazó por un motivo que solo su propio mensaje indica.
errors-refused-token-remedy = Lea lo que dijo el servidor, y compruebe que la dirección sea la de la bóveda; no se inició ninguna sesión.
errors-refused-capabilities-remedy = Lea lo que dijo el servidor y actúe en consecuencia; no se cambió nada.
errors-refused-vault-calls-cause = La bóveda rechazó la llamada por un motivo que solo su propio mensaje indica.
errors-request-malformed-meaning = El servidor no pudo usar la solicitud.
errors-request-malformed-register-cause = El servidor no pudo usar la solicitud: el secreto falta o no es válido para él.
errors-request-malformed-register-remedy = Compruebe el secreto y envíelo de nuevo; no se cambió nada. Si el error persiste, puede que la dirección pertenezca a otro servicio, o que algo intermedio cambie la solicitud.
errors-request-malformed-update-secret-cause = El servidor no pudo usar la solicitud: uno de los dos secretos falta o no es válido para él.
errors-request-malformed-update-secret-remedy = Compruebe ambos secretos y envíelos de nuevo; el secreto actual sigue en vigor. Si el error persiste, puede que la dirección pertenezca a otro servicio, o que algo intermedio cambie la solicitud.
errors-request-malformed-read-settings-cause = El servidor no pudo usar la solicitud: la clave de API o la clave de administrador no tiene una forma que él acepte.
errors-request-malformed-read-settings-remedy = Pegue de nuevo ambas claves, sin nada alrededor. Si el error persiste, puede que la dirección pertenezca a otro servicio.
errors-request-malformed-change-settings-cause = El servidor no pudo usar la solicitud: un valor falta o está fuera del intervalo permitido.
errors-request-malformed-change-settings-remedy = Compruebe los valores y envíelos de nuevo; la configuración no cambió.
errors-already-registered-meaning = Ya existe una configuración, o la clave de API no tiene permiso para registrar: la respuesta no dice cuál de las dos cosas.
errors-already-registered-cause = Ya hay un secreto registrado para esta cuenta, quizá con otra de sus claves de API, o esta clave de API no tiene permiso para registrar: el servicio responde 403 en ambos casos.
errors-already-registered-remedy = Si conoce el secreto registrado, cree con él una nueva clave de administrador; la actual deja de servir en ese momento. Si nunca nadie registró un secreto, compruebe la clave de API.
errors-secret-rejected-meaning = El secreto indicado no es el registrado, o no hay nada registrado.
errors-secret-rejected-update-secret-cause = El secreto actual es incorrecto, o no hay nada registrado con esta clave de API, o una llamada anterior ya hizo el cambio.
errors-secret-rejected-update-secret-remedy = Compruebe primero el secreto actual. Si es posible que una llamada anterior haya hecho el cambio, aclárelo: regenerar con el secreto nuevo lo demuestra, y deja sin efecto la clave de administrador actual.
errors-secret-rejected-regenerate-key-cause = El secreto es incorrecto, o no hay nada registrado con esta clave de API.
errors-secret-rejected-regenerate-key-remedy = Compruebe el secreto, el servicio y la clave de API; si nunca nadie registró un secreto, regístrelo primero. La clave de administrador actual sigue siendo válida.
errors-admin-key-rejected-meaning = La clave de administrador no es la que está en vigor, o no hay nada registrado.
errors-admin-key-rejected-cause = La clave de administrador es incorrecta, se reemplazó o pertenece al otro servicio, o no hay nada registrado con esta clave de API.
errors-admin-key-rejected-remedy = Compruebe la clave de administrador y el servicio; no se cambió nada. Si la clave se perdió o se reemplazó, cree una nueva con el secreto del cliente: la que esté en vigor, sea cual sea, deja de servir en ese momento.
errors-api-key-rejected-meaning = La puerta de enlace rechazó la clave de API antes de que el servicio viera la llamada.
errors-api-key-rejected-register-cause = La puerta de enlace rechazó la clave de API: falta, es incorrecta, está deshabilitada o expiró.
errors-api-key-rejected-register-remedy = Compruebe la clave de API y registre de nuevo el secreto; no se registró nada.
errors-api-key-rejected-update-secret-remedy = Compruebe la clave de API y envíe de nuevo la llamada; el secreto no se examinó, y no se cambió nada.
errors-api-key-rejected-settings-calls-remedy = Compruebe la clave de API y envíe de nuevo la llamada; la clave de administrador no se examinó, y no se cambió nada.
errors-product-not-enabled-meaning = La clave de API es válida, pero no para este producto.
errors-product-not-enabled-cause = La clave de API es válida, pero no tiene permiso para usar este producto.
errors-product-not-enabled-remedy = Habilite el producto para esta clave en el portal del proveedor, o use otra clave; no se cambió nada.
errors-domain-not-allowed-meaning = La clave de API no funciona desde el dominio de esta página.
errors-domain-not-allowed-cause = La clave de API solo funciona desde ciertos dominios, y el de esta página no está entre ellos.
errors-domain-not-allowed-remedy = Agregue el dominio de esta página a la lista de la clave en el portal del proveedor, o use otra clave; no se cambió nada.
errors-quota-spent-meaning = Se agotó la cuota de la clave de API.
errors-quota-spent-cause = Se agotó la cuota de esta clave de API, o se alcanzó su límite de llamadas; esta llamada no se ejecutó.
errors-quota-spent-remedy = Espere a que se renueve la cuota, o auméntela en el portal del proveedor.
errors-secret-empty-meaning = Un campo de secreto está vacío.
errors-secret-empty-register-cause = El secreto está vacío.
errors-secret-empty-register-remedy = Escriba o pegue el secreto.
errors-secret-empty-update-secret-cause = El secreto actual o el nuevo está vacío.
errors-secret-empty-update-secret-remedy = Escriba o pegue ambos secretos.
errors-secret-too-long-meaning = Un secreto tiene más de 4096 bytes.
errors-secret-too-long-cause = El secreto tiene más de 4096 bytes.
errors-secret-too-long-remedy = Use un secreto más corto; compruebe que no se haya pegado nada más con él.
errors-secret-control-character-meaning = Un secreto contiene un salto de línea, una tabulación u otro carácter de control.
errors-secret-control-character-cause = El secreto contiene un salto de línea, una tabulación u otro carácter de control.
errors-secret-control-character-remedy = Péguelo de nuevo en una sola línea, sin nada antes ni después.
errors-secret-placeholder-meaning = El secreto es un texto de ejemplo de la documentación de los proveedores.
errors-secret-placeholder-register-cause = Este es el texto de ejemplo de la documentación del proveedor, que todos conocen.
errors-secret-placeholder-register-remedy = Elija un secreto propio.
errors-secret-placeholder-update-secret-cause = El secreto nuevo es el texto de ejemplo de la documentación del proveedor, que todos conocen.
errors-secret-placeholder-update-secret-remedy = Elija un secreto nuevo propio.
errors-secret-unchanged-meaning = El secreto nuevo es el actual.
errors-secret-unchanged-cause = El secreto nuevo es igual al actual.
errors-secret-unchanged-remedy = Elija un secreto nuevo que sea distinto.
errors-api-key-missing-meaning = No hay clave de API.
errors-api-key-missing-cause = No se indicó ninguna clave de API.
errors-api-key-missing-remedy = Ingrese la clave de API de su cuenta.
errors-api-key-malformed-meaning = Lo que se indicó no puede ser una clave de API.
errors-api-key-malformed-cause = La clave de API contiene espacios en blanco o caracteres de control, o es el texto de ejemplo de la documentación.
errors-api-key-malformed-remedy = Pegue de nuevo la clave de API, sin nada alrededor.
errors-field-missing-meaning = Un campo obligatorio está vacío.
errors-field-missing-create-api-secret-remedy = Complete todos los campos marcados como obligatorios.
errors-field-missing-settings-calls-cause = No se indicó ninguna clave de administrador.
errors-field-missing-settings-calls-remedy = Ingrese la clave de administrador.
errors-identifier-not-numeric-meaning = El identificador de un secreto de API no es un número.
errors-identifier-not-numeric-cause = El identificador no es un número.
errors-identifier-not-numeric-remedy = Use el número de la columna ID, no el código identificador.
errors-not-signed-in-meaning = No hay ninguna sesión iniciada en la bóveda.
errors-not-signed-in-cause = Nadie inició sesión en la bóveda en esta página.
errors-not-signed-in-remedy = Inicie sesión con el client id y el client secret.
errors-stopped-meaning = La operación se detuvo.
errors-stopped-cause = La operación se detuvo antes de que se enviara esta llamada.
errors-stopped-remedy = Reanude la operación para enviarla.

## Error guide

guide-lead = Qué significa cada código, por qué ocurre y qué hacer. Los códigos no cambian, escriba lo que escriba un proveedor.
guide-all-codes = Todos los códigos
guide-search = Buscar
guide-search-hint = Un código, un estado como 403, el número del proveedor o una palabra
guide-count = { NUMBER($found) } de { NUMBER($all) } códigos
guide-seen-as = Se ve como
guide-send-again = Enviar de nuevo

## Leak response

leak-lead = Se filtró un secreto: encuentre todas sus copias en la bóveda, desactívelas todas y conserve la prueba.
leak-sign-in = Inicie sesión para buscar en la bóveda. Mientras tanto, lo que se pegó espera en esta página, 15 minutos como máximo.
leak-field = Texto filtrado
leak-field-hint = Péguelo tal como se encontró, con lo que tenga alrededor: un log, un script, un encabezado. Lo que pegue después se agrega. El texto nunca sale de esta página, y se borra una vez terminada la búsqueda. También sirven huellas digitales (SHA-256).
leak-find = Buscar copias
leak-empty = No contiene nada que se pueda buscar.
leak-too-long = En conjunto son más de 50 MB. Proporciónelo por partes.
leak-wiped = Textos ya examinados y borrados: { NUMBER($count) }. Lo que pegue ahora se agrega.
leak-finding = Preguntando al servidor qué secretos de API tienen los valores…
leak-find-stop = Detener la búsqueda
leak-failed = No se pudo realizar la búsqueda
leak-broken-off = La búsqueda se interrumpió: no se buscó todo
leak-go-on = Continuar la búsqueda
leak-search-again = Buscar de nuevo
leak-not-offered = Este servidor no tiene un índice en el que buscar
leak-not-offered-why = Es el de un proveedor, o uno más antiguo. Aún se pueden encontrar las copias leyendo todos los secretos de API.
leak-scan-offer = Leer todos los secretos de API…
leak-scan-title = ¿Leer todos los secretos de API?
leak-scan-warning = Cada lectura cuenta como un uso de ese secreto de API, y aparece como tal dondequiera que se registren los usos. Los desactivados no se pueden leer. Lo que se lee se busca en el texto, en esta página, y se descarta.
leak-scan-yes = Leerlos todos
leak-scan-no = No leer
leak-scanning = Leyendo { NUMBER($read) } de { NUMBER($all) }
leak-scan-listing = Obteniendo la lista…
leak-scan-stop = Detener la lectura
leak-found =
    { $count ->
        [one] { NUMBER($count) } copia encontrada
       *[other] { NUMBER($count) } copias encontradas
    }
leak-found-none = No se encontró ninguna copia
leak-found-none-why = Ninguno de los valores que se buscaron está en el texto con ninguna de las decodificaciones que se probaron. Eso no significa que no haya peligro: vea más abajo lo que no se buscó.
leak-off-already = Ya desactivadas: { NUMBER($count) }.
leak-all-off-already = Todas las copias ya están desactivadas. Desactivarlas una vez más no cambia nada, y genera el comprobante.
leak-fingerprints-gone = Las huellas digitales se perdieron con la página que hizo la búsqueda. Para preguntar al servidor si todo está desactivado, pegue de nuevo el texto.
leak-not-yours = Copias que esta clave de acceso no puede activar ni desactivar, así que cabe esperar rechazos: { NUMBER($count) }.
leak-incomplete = El servidor aún no ha indexado todos los valores: puede haber más copias. Busque de nuevo más tarde.
leak-not-all-seen = Esta clave de acceso no ve todos los secretos de API del servidor: no se dice si los demás tienen un valor que está en el texto.
leak-scanned = Se leyeron y compararon { NUMBER($read) } de { NUMBER($all) } secretos de API.
leak-scan-stopped = La lectura se detuvo antes de leerlos todos.
leak-scan-resume =
    { $count ->
        [one] Leer el que falta
       *[other] Leer los { NUMBER($count) } que faltan
    }
leak-scan-resume-how = Lo que ya se leyó no se lee de nuevo.
leak-scan-halted = La lectura se interrumpió antes de leerlos todos
leak-scan-inactive = Desactivados, así que no se pueden leer ni usar, y no se compararon:
leak-scan-unread = No se pudieron leer:
leak-not-looked-for = Lo que no se buscó
leak-fingerprint = Huella digital
leak-copies = Copias
leak-include = Desactivar las copias de este valor
leak-line-number = línea { NUMBER($line) }
leak-line = Línea
leak-as-fingerprint = su huella digital
leak-copies-table = Las copias
leak-state = Estado
leak-active = Activo
leak-inactive = Inactivo
leak-view-only = Solo lectura
leak-another = Otra filtración
leak-proving = Preguntando al servidor si están desactivadas…
leak-proved = El servidor dice a las { $time }: desactivadas { NUMBER($off) }, activas ninguna.
leak-proved-chosen = El servidor dice a las { $time }: desactivadas { NUMBER($off) }; ninguna de las que desactivó está activa.
leak-still-on = El servidor dice a las { $time }: desactivadas { NUMBER($off) }. Siguen activas:
leak-is-on = Sigue activa
leak-not-proved = No se pudo preguntar al servidor
leak-prove-again = Comprobar de nuevo
leak-mark = Marcar como expuesto
leak-mark-again = Marcar otra vez
leak-marking = Marcando como expuesto lo que se filtró…
leak-marked =
    { $count ->
        [one] { NUMBER($count) } está marcado como expuesto en la lista, hasta que esté desactivado y tenga un valor nuevo.
       *[other] { NUMBER($count) } están marcados como expuestos en la lista, cada uno hasta que esté desactivado y tenga un valor nuevo.
    }
leak-not-marked = Sin marcar como expuestos, o sin confirmación: { NUMBER($count) }
leak-mark-not-offered = Este servidor no guarda la marca de expuesto.
leak-found-off = Todas las copias que se encontraron están desactivadas a las { $time }, { NUMBER($seconds) } s después de pegar el texto. Puede haber otras: vea más abajo.
leak-all-off = Todas desactivadas a las { $time }, { NUMBER($seconds) } s después de pegar el texto.
leak-receipt = Comprobante
leak-receipt-lead = Para el expediente del incidente. Contiene huellas digitales, nunca el secreto.
leak-incident = Incidente
leak-operator = Operador
leak-download = Descargar como JSON
leak-print = Imprimir
leak-server = Servidor
leak-client-id = Client id
leak-pasted-at = Pegado
leak-began-at = Inicio de la operación
leak-ended-at = Fin de la operación
leak-all-off-at = Todas desactivadas
leak-not-all-off = no todas
leak-only-found-off = solo las que se encontraron: { $time }
leak-left-out = Dejadas activas a propósito
leak-still-works = Se dejó activa a propósito, sigue funcionando
leak-without-copies = Sin copias
leak-not-looked-for-list = No se buscó
leak-cut = y lo que no se examinó en el texto
leak-searched = Búsqueda
leak-by-find = en la página, con el índice del servidor y huellas digitales
leak-by-scan = por lectura
leak-answered-at = Respuesta
leak-verified-at = Desactivación verificada
leak-checksum = Suma de comprobación (SHA-256)
leak-checksum-how = Del JSON sin su suma de comprobación ni log, con los miembros en orden y sin espacios en blanco.
leak-more-in-json = y { NUMBER($count) } más, en el JSON
leak-files = O archivos
leak-files-hint = Elíjalos, o suéltelos en cualquier lugar de esta página: logs, archivos .env, informes de escáneres, hasta 50 MB en total.
leak-busy = No se aceptó: primero termine lo que hay en esta página.
leak-held = Textos que esperan en esta página hasta que se examinen: { NUMBER($count) }.
leak-is-wiped = El texto se borró antes de buscar en él: se agotó su tiempo, o terminó la sesión. Péguelo de nuevo.
leak-searching = Buscando en el texto: { $done } de { $all } KB, valores encontrados hasta ahora: { NUMBER($values) }
leak-masked =
    En este texto hay valores enmascarados en { $count ->
        [one] { NUMBER($count) } lugar
       *[other] { NUMBER($count) } lugares
    }. Lo que está enmascarado no se puede buscar: obtenga el texto de donde aún no estaba enmascarado.
leak-hashed =
    En lugar de valores, este texto tiene en { $count ->
        [one] { NUMBER($count) } lugar
       *[other] { NUMBER($count) } lugares
    } hashes que no son el SHA-256 del valor. No se pueden comparar: obtenga los valores mismos.
leak-encrypted =
    Hay partes de este texto cifradas, en { $count ->
        [one] { NUMBER($count) } lugar
       *[other] { NUMBER($count) } lugares
    }. Descífrelas primero y pegue lo que resulte.
leak-stopped = La búsqueda se detuvo: no se examinó el resto del texto.
leak-cut-text = En una parte del texto había más por decodificar de lo que abarca la búsqueda: puede que ahí se hayan pasado por alto valores codificados varias veces. Pegue esa parte por separado.
leak-file-unread = No se pudo leer un archivo hasta el final. Elíjalo de nuevo.
leak-empty-file = { $name }: no contiene nada.
leak-image = { $name }: una imagen. Lo que muestra no se lee: escriba o pegue su texto.
leak-media = { $name }: audio o video. No se busca en lo que se dice en él.
leak-archive = { $name }: un archivo comprimido o un documento de Office. Lo que está comprimido en él no se lee: descomprímalo y proporcione sus archivos.
leak-pdf = { $name }: un PDF. Sus textos están comprimidos y no se leen: copie su texto y péguelo.
leak-document = { $name }: un documento antiguo de Office, que se lee en parte como máximo: copie su texto y péguelo.
leak-encrypted-file = { $name }: un archivo cifrado. Descífrelo primero.
leak-looked-for =
    { $values ->
        [one] Se buscó { NUMBER($values) } valor
       *[other] Se buscaron { NUMBER($values) } valores
    } que esta clave de acceso puede ver, en el texto y en { $views ->
        [one] { NUMBER($views) } forma decodificada
       *[other] { NUMBER($views) } formas decodificadas
    } de sus partes.
leak-looked-for-read =
    { $values ->
        [one] Se buscó { NUMBER($values) } valor que se leyó
       *[other] Se buscaron { NUMBER($values) } valores que se leyeron
    }, en el texto y en { $views ->
        [one] { NUMBER($views) } forma decodificada
       *[other] { NUMBER($views) } formas decodificadas
    } de sus partes.
leak-not-short = Los valores de menos de 8 bytes.
leak-not-parts = Partes de valores: si el texto contiene solo un fragmento de un valor, ese fragmento no se encuentra.
leak-not-approval = Los valores que requieren una justificación o una aprobación, salvo que el texto tenga su huella digital.
leak-not-inactive = Los inactivos que esta clave de acceso no puede editar.
leak-what-to-do = Si alguno de estos puede haberse filtrado, búsquelo por su SHA-256, o pida a quien pueda verlo que busque en el mismo texto.
leak-values = Los valores en el texto
leak-where = En el texto
leak-bytes = Bytes
leak-position = línea { NUMBER($line) }, columna { NUMBER($column) }
leak-more-places =
    { $count ->
        [one] y { NUMBER($count) } lugar más
       *[other] y { NUMBER($count) } lugares más
    }
leak-pasted-text = texto { NUMBER($number) }
leak-report = Informe de { $scanner }: hallazgos: { NUMBER($findings) }
leak-report-cut = No todos los hallazgos se pudieron distinguir: puede que algunos falten o figuren como “no se sabe”.
leak-save-csv = Guardar como CSV
leak-save-json = Guardar como JSON
leak-rule = Regla
leak-file = Archivo
leak-known = En la bóveda
leak-known-on = en la bóveda y activo
leak-known-off = en la bóveda y desactivado
leak-known-not-told = no se sabe
leak-known-not-in-vault = ninguno de los valores que se buscaron
leak-known-masked = enmascarado en el informe, así que no se puede buscar
leak-known-hashed = un hash en el informe, así que no se puede buscar
leak-known-absent = el informe no tiene ningún valor
leak-more-rows = Mostrar { NUMBER($more) } más (de { NUMBER($left) })

## Overview

overview-lead = Adónde van las llamadas, qué se sabe y qué fue lo último que hizo esta página.
overview-check-again = Comprobar de nuevo
overview-answered-at = Respondió a las { $time }
overview-silent = No responde
overview-silent-since = No responde; respondió por última vez a las { $time }
overview-change-connection = Conexiones
overview-registered = Registrado
overview-proved-at = comprobado a las { $time }
overview-not-known-yet = Aún no se sabe
overview-not-known-why = Ninguna llamada documentada permite comprobarlo sin un secreto. Se ve al registrar, cambiar o regenerar.
overview-active = Activos
overview-inactive = Inactivos
overview-chart =
    Secretos de API: { $active ->
        [one] { NUMBER($active) } activo
       *[other] { NUMBER($active) } activos
    }, { $inactive ->
        [one] { NUMBER($inactive) } inactivo
       *[other] { NUMBER($inactive) } inactivos
    }, { $unknown } aún sin conocer
overview-not-listed = Aún no se listaron en esta página.
overview-states-why = La lista no indica los estados: un estado se conoce una vez que una llamada lo comprobó.
overview-first = Por dónde empezar
overview-go-register = Registrar un secreto
overview-go-register-why = Para Location History y Geofencing: usted obtiene la clave de administrador, una sola vez. Necesita la clave de API.
overview-go-sign-in = Iniciar sesión en la bóveda
overview-go-sign-in-why = Liste secretos de API, actívelos y desactívelos, uno o miles. Necesita el client id y el client secret.
overview-go-store = Guardar un secreto de API
overview-go-store-why = O importar muchos de un archivo: “latchboard-server secret import”.
overview-go-leak = ¿Se filtró un secreto?
overview-go-leak-why = Péguelo, encuentre todas las copias, desactívelas todas.
overview-first-credentials = El servidor mostró la clave de API, el client id y el client secret una sola vez, al crear sus datos. “latchboard-server api-key create” y “latchboard-server access-key create” crean otros.
overview-step-done = (hecho)
overview-last-actions = Últimas acciones
overview-nothing-yet = Aún no se hizo nada en esta página.
overview-all-activity = Toda la actividad
overview-retires =
    { $days ->
        [one] El proveedor retira Location History y Geofencing el { $day }: falta { NUMBER($days) } día
       *[other] El proveedor retira Location History y Geofencing el { $day }: faltan { NUMBER($days) } días
    }
overview-retires-tomorrow = El proveedor retira Location History y Geofencing mañana, { $day }
overview-retires-today = El proveedor retira Location History y Geofencing hoy, { $day }
overview-retired = El proveedor retiró Location History y Geofencing el { $day }
overview-retires-why = No nombra ningún sucesor. Un servidor Latchboard responde a estas llamadas por sí mismo y sigue funcionando; las llamadas que se reenvían al proveedor fallarán.
overview-retired-why = Un servidor Latchboard responde a estas llamadas por sí mismo y sigue funcionando. Si fallan las llamadas al proveedor, este es el motivo.
overview-exposed =
    { $count ->
        [one] El valor de { NUMBER($count) } secreto de API se filtró. Desactívelo y reemplácelo.
       *[other] Los valores de { NUMBER($count) } secretos de API se filtraron. Desactívelos y reemplácelos.
    }
overview-show-list = Mostrar la lista
overview-open-runs = En este navegador, una operación sobre secretos de API quedó sin terminar.
overview-show-them = Mostrarla

## Finding out what became of a call

resolve-label-repeat-same-again = Aclarar: enviarla de nuevo
resolve-label-claim-registration = Aclarar: regenerar con este secreto
resolve-label-confirm-new-secret = Aclarar: regenerar con el secreto nuevo
resolve-label-look-in-list = Aclarar: buscar en la lista
resolve-repeat = El servidor reconoce esta llamada por su clave: si se envía de nuevo, da la respuesta que se perdió y no cambia nada dos veces. Si nunca llegó, se ejecuta ahora.
resolve-same-again-register = Registrar de nuevo el mismo secreto indica si existe un registro.
resolve-same-again-update-secret = Enviar de nuevo el mismo cambio indica si el secreto anterior sigue en vigor.
resolve-same-again-regenerate-key = No hay forma de preguntar qué pasó: puede que la clave de administrador anterior ya no sirva. Regenerar una vez más da una nueva y deja sin efecto cualquier otra anterior.
resolve-same-again = La misma llamada, enviada de nuevo, no cambia nada dos veces, y su respuesta indica el estado.
resolve-claim-registration = Existe un registro. Regenerar con este secreto indica si es suyo; si lo es, usted obtiene una nueva clave de administrador y la anterior ya no sirve.
resolve-confirm-new-secret = Se rechaza el secreto anterior, así que el cambio probablemente se hizo. Regenerar con el secreto nuevo lo demuestra; con ello, la clave de administrador actual deja de servir y usted obtiene una nueva.
resolve-look-in-list = La lista indica si está ahí.
resolve-found-as-asked = Aclarado: todo está como usted pidió.
resolve-found-carried-out = Aclarado: se ejecutó. Su respuesta ya no se conserva; si contenía una clave de administrador, cree una nueva.
resolve-found-refused = Aclarado: el servidor la rechazó; no se cambió nada.
resolve-found-another-secret = Aclarado: hay otro secreto registrado, o ninguno. Esta llamada no surtió efecto.
resolve-found-neither-secret = Aclarado: ni el secreto anterior ni el nuevo está en vigor. Otra persona lo cambió.
resolve-found-gone = Aclarado: ya no existe.
resolve-found-access-lost = Aclarado: existe, pero esta clave de acceso ya no puede activarlo ni desactivarlo.
resolve-found-not-made = Aclarado: no se guardó.
resolve-found-perhaps-made = Hay algo guardado con ese nombre. Desde aquí no se puede saber si lo guardó esta llamada: ábralo para ver si es suyo.

## Self-test

self_test-lead = Busca, ahora y en esta página, cada secreto que la página conoce, e intenta lo que la página no debe poder hacer.
self_test-how = Ejecútelo con la sesión iniciada o mientras haya un secreto en un formulario: así hay algo que encontrar. Ningún secreto sale de la página, y el informe no contiene ninguno.
self_test-run = Ejecutar el autodiagnóstico
self_test-run-again = Ejecutarlo de nuevo
self_test-running = Buscando…
self_test-summary =
    { $passed ->
        [one] { NUMBER($passed) } superada
       *[other] { NUMBER($passed) } superadas
    }, { $failed ->
        [one] { NUMBER($failed) } fallida
       *[other] { NUMBER($failed) } fallidas
    }, { $unknown ->
        [one] { NUMBER($unknown) } no se pudo realizar
       *[other] { NUMBER($unknown) } no se pudieron realizar
    }
self_test-looked-for = Secretos buscados: { NUMBER($count) }
self_test-none-known = La página no conoce ningún secreto en este momento, así que la búsqueda no podía encontrar ninguno.
self_test-too-short = Demasiado cortos para buscarlos, pues están en todas partes: { NUMBER($count) }
self_test-checks = Comprobaciones
self_test-check = Comprobación
self_test-result = Resultado
self_test-detail = Lo que se encontró
self_test-passed = Superada
self_test-failed = Fallida
self_test-not-checked = No se pudo realizar
self_test-local-storage = El almacenamiento local no contiene ningún secreto
self_test-session-storage = El almacenamiento de sesión no contiene ningún secreto
self_test-databases = Bases de datos (IndexedDB): las operaciones conservadas, y ninguna otra
self_test-caches = No hay caché ni service worker
self_test-cookies = Las cookies no contienen ningún secreto
self_test-address = La dirección, el referer y el título no contienen ningún secreto
self_test-history = El estado del historial y el nombre de la ventana no contienen ningún secreto
self_test-document = Los textos y atributos del documento no contienen ningún secreto
self_test-fields = Un secreto solo está en el campo donde se escribe
self_test-calls = Las direcciones de las llamadas contienen una clave solo donde el contrato lo exige
self_test-evaluation = No se puede ejecutar texto como código
self_test-inline-script = Un script introducido en la página no se ejecuta
self_test-inline-style = Un estilo introducido en la página no se aplica
self_test-foreign-call = No se puede llamar a un servidor que nadie indicó
self_test-third-parties = Solo se llamó a los servidores elegidos
self_test-framed = Ninguna otra página contiene a esta
self_test-clean-search = Examinados: { NUMBER($count) }; no se encontró nada
self_test-clean = Como debe ser
self_test-expected = { NUMBER($count) } donde debe estar, y en ningún otro lugar
self_test-found = Encontrados: { NUMBER($count) }
self_test-worked = Funcionó, y no debería
self_test-not-offered = Este navegador no lo ofrece aquí; por http simple es habitual
self_test-browser-refused = El navegador lo rechazó
self_test-forgotten = El navegador recuerda solo las primeras { NUMBER($count) } llamadas; en ellas no hay nada incorrecto
self_test-not-read = Hay algo ahí que esta página no creó, y no se leyó
self_test-beyond = Fuera del alcance de una página: el portapapeles, la consola, el historial de otras páginas del navegador, las extensiones y las copias en la memoria del navegador. Tampoco se pueden volver a leer las direcciones de los pasos anteriores en esta pestaña.
self_test-policy = Política en vigor
self_test-policy-seen = Tal como la informó el navegador al detener un intento prohibido.
self_test-no-policy = El navegador no detuvo nada y no informó de ninguna política: quien introduzca un script en esta página puede leerlo todo. Un servidor Latchboard envía una con la página; un servidor de desarrollo, no.
self_test-origins = Servidores consultados
self_test-copy-report = Copiar el informe
self_test-save-report = Guardar el informe
self_test-report-copied = Copiado. El informe no contiene ningún secreto.
self_test-report-not-copied = No se pudo copiar: guarde el informe.

## Command palette

palette-title = Paleta de comandos
palette-placeholder = Página, nombre o ID
palette-commands = Comandos
palette-nothing = Nada con ese nombre.

## The frame of every page

shell-overview = Resumen
shell-connections = Conexiones
shell-activity = Actividad
shell-self-test = Autodiagnóstico
shell-other-server = Otro servidor
shell-admin-key = Clave de administrador
shell-api-secrets = Secretos de API
shell-bulk-run = Operación masiva
shell-leak-response = Respuesta a filtraciones
shell-error-guide = Guía de errores
shell-page-not-found = Página no encontrada
shell-no-page-here = No hay ninguna página en esta dirección.
shell-to-first-page = Ir a la primera página
shell-skip = Saltar al contenido
shell-pages = Páginas
shell-find = Buscar
shell-rehearsal = Ensayo: nada de esto es real
shell-this-server = Este servidor
shell-not-reachable = no disponible
shell-reachable = disponible
shell-checking = comprobando…
shell-never-answered = Nunca respondió. Presione para comprobar de nuevo.
shell-last-answered = Respondió por última vez a las { $time }. Presione para comprobar de nuevo.
shell-answered = Respondió a las { $time }. Presione para comprobar de nuevo.
shell-asking = Comprobando si el servidor está disponible.
shell-sign-in = Iniciar sesión
shell-sign-out = Cerrar sesión
shell-signed-in = Sesión iniciada como
shell-signed-in-as = Sesión iniciada como { $client-id }, hasta que la cierre, recargue o cierre esta pestaña
shell-theme = Tema
shell-theme-system = Sistema
shell-theme-light = Claro
shell-theme-dark = Oscuro
shell-language = Idioma
shell-density = Filas de las tablas
shell-roomy = Amplias
shell-dense = Compactas
shell-run = Progreso de la operación
shell-run-goes-on = Hay una operación en curso.
shell-run-is-over = Una operación terminó.
shell-reading = Se están leyendo secretos de API: { NUMBER($read) } de { NUMBER($all) }.
shell-part-loading = Cargando esta página…
shell-part-failed = No se pudo cargar esta página
shell-part-failed-why = Puede que se haya perdido la conexión, o que se haya instalado una versión nueva. No se pierde nada de lo que escribió en otras páginas.
shell-help = Teclado y pantalla
shell-key-help = Mostrar esto
shell-key-search = Ir al cuadro de búsqueda, si la página tiene uno
shell-key-palette = Buscar una página, un secreto de API o un comando
shell-key-tab = Ir al control siguiente, y volver
shell-key-rows = De fila en fila en una tabla
shell-key-select = Seleccionar filas
shell-key-details = Abrir los detalles de una fila
shell-key-escape = Cerrar un diálogo; nunca el que muestra una clave una sola vez
shell-shortcuts = Atajos de una sola tecla

## What is pointed out about a secret, and its strength

warnings-leading-space = El secreto empieza con un espacio en blanco. Se envía tal como está: quítelo, salvo que forme parte de él.
warnings-trailing-space = El secreto termina con un espacio en blanco. Se envía tal como está: quítelo, salvo que forme parte de él.
warnings-outer-space = El secreto empieza y termina con espacios en blanco. Se envía tal como está: quítelos, salvo que formen parte de él.
warnings-invisible = El secreto contiene caracteres invisibles. Quítelos, salvo que formen parte de él.
warnings-unusual-space = El secreto contiene un espacio que no se escribe con un teclado común, como el espacio de no separación.
warnings-look-alike = El secreto contiene caracteres que se parecen a los de un teclado común pero son otros, como comillas tipográficas o letras cirílicas. Quien lo escriba usará otros.
warnings-several-forms = El secreto contiene caracteres, como letras con tilde, que otro programa puede escribir con otros bytes. Se envían tal como están.
warnings-plain-leading-space = Este texto empieza con un espacio en blanco, que se guarda tal como está: quítelo, salvo que forme parte de él.
warnings-plain-trailing-space = Este texto termina con un espacio en blanco, que se guarda tal como está: quítelo, salvo que forme parte de él.
warnings-plain-outer-space = Este texto empieza y termina con espacios en blanco, que se guardan tal como están: quítelos, salvo que formen parte de él.
warnings-plain-invisible = Este texto contiene caracteres invisibles. Quítelos, salvo que formen parte de él.
warnings-plain-unusual-space = Este texto contiene un espacio que no se escribe con un teclado común, como el espacio de no separación.
warnings-plain-look-alike = Este texto contiene caracteres que se parecen a los de un teclado común pero son otros, como comillas tipográficas o letras cirílicas. Quien lo busque escribirá otros.
warnings-held = No se envió nada. Si de verdad es la credencial correcta, vuelva a enviarla.
warnings-looks-like-api-key = Esto parece una clave de API: va en “Clave de administrador”.
warnings-looks-like-client-id = Esto parece un client id: junto con su client secret sirve para iniciar sesión en la bóveda.
warnings-looks-like-client-secret = Esto parece un client secret o una clave de administrador: no va aquí.
warnings-contains-api-key = Esto contiene su clave de API. El secreto es otro texto, que usted mismo elige.
warnings-is-admin-key = Esta es su clave de administrador. El secreto es otro texto: las claves de administrador se crean a partir de él.
warnings-placeholder = Este es un texto de ejemplo de la documentación del proveedor, que todos conocen. Si de verdad está en vigor, cámbielo ahora.
warnings-common-password = Esta es una de las primeras contraseñas que prueba cualquiera. Elija otro secreto.
warnings-weak = Según la estimación, este secreto es fácil de adivinar. Uno generado no lo es.
warnings-level-very-weak = Muy débil
warnings-level-weak = Débil
warnings-level-fair = Aceptable
warnings-level-strong = Fuerte
warnings-level-very-strong = Muy fuerte
warnings-reason-too-short = Es demasiado corto.
warnings-reason-only-digits = Consta solo de dígitos.
warnings-reason-one-kind = Sus caracteres son todos de pocos tipos.
warnings-reason-repeats = Contiene repeticiones.
warnings-reason-sequence = Contiene una secuencia, como abcd o 4321.
warnings-reason-keyboard = Contiene teclas vecinas del teclado, como qwerty.
warnings-reason-date = Contiene una fecha o un año.
warnings-reason-common-word = Contiene una palabra que está en muchas contraseñas.
warnings-reason-few-words = Consta de pocas palabras.

## What the document says before the program is there

document-no-script = Latchboard necesita JavaScript y WebAssembly. No se envía ni se guarda nada hasta que ambos estén activados.
document-not-loaded = No se pudo cargar el programa
document-not-loaded-why = Puede que se haya perdido la conexión, o que este navegador no tenga WebAssembly. No se envió nada. Recargue la página; si el problema persiste, use un navegador actual.
document-crashed = La página dejó de funcionar
document-crashed-why = Recárguela para continuar. Si había una llamada en curso, su resultado es desconocido: averígüelo antes de enviarla de nuevo.

## How numbers are written

numbers-separator = .
numbers-fewest-grouped-digits = 5
