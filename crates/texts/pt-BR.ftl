## Terms: where the English one stands in an error text, this one stands in its translation

terms-api-key = chave de API
terms-admin-key = chave de administrador
terms-api-secret = segredo de API
terms-access-key = chave de acesso
terms-identifier-code = código identificador
terms-customer-secret = segredo do cliente
terms-vendors-portal = portal do fornecedor
terms-the-vault = cofre

## Activity

activity-lead = O que esta página fez desde que foi aberta e, para quem pode lê-lo, o que diz o registro de auditoria do servidor. Nenhum dos dois pode conter um segredo.
activity-log = Registro
activity-this-browser = Este navegador
activity-server = Servidor
activity-actor = Por
activity-this-page = esta página
activity-signed-out = O registro de auditoria do servidor é mostrado a quem entrou com uma chave de acesso que pode lê-lo.
activity-sign-in = Entrar no cofre
activity-not-offered = O servidor em que você entrou não oferece registro de auditoria: abaixo está o que este navegador fez.
activity-other-server = Escolher outro servidor
activity-asking = Pedindo ao servidor o registro de auditoria…
activity-not-read = O registro de auditoria do servidor não pôde ser lido
activity-load-older = Carregar entradas mais antigas
activity-refresh = Carregar entradas mais novas
activity-read-back-to = O registro do servidor foi lido até a entrada { NUMBER($entry) }.
activity-read-whole = O registro do servidor foi lido até o início.
activity-later =
    { $entries ->
        [one] { NUMBER($entries) } entrada deste navegador é mais antiga que isso e vem com as mais antigas.
       *[other] { NUMBER($entries) } entradas deste navegador são mais antigas que isso e vêm com as mais antigas.
    }
activity-looked-here = Este texto foi procurado apenas nas entradas já carregadas.
activity-save-all-as = Salvar tudo o que corresponde como { $format }
activity-saving =
    { $entries ->
        [one] Lendo o registro do servidor: { NUMBER($entries) } entrada
       *[other] Lendo o registro do servidor: { NUMBER($entries) } entradas
    }
activity-not-saved = Nem tudo pôde ser lido, por isso nada foi salvo
activity-action = Ação
activity-outcome = Resultado
activity-target = Alvo
activity-target-search = Alvo ou autor
activity-target-hint = Como api-secret:43 ou o nome completo de um API secret
activity-time = Hora
activity-any = Qualquer
activity-since = Período
activity-beginning = Desde o início
activity-week = Últimos 7 dias
activity-day = Últimas 24 horas
activity-hour = Última hora
activity-count =
    { $all ->
        [one] { NUMBER($shown) } de { NUMBER($all) } entrada
       *[other] { NUMBER($shown) } de { NUMBER($all) } entradas
    }
activity-rows-of-logs = Linhas: { NUMBER($shown) }. Entradas no registro do servidor: { NUMBER($all) }.
activity-chart-days = Ações da tabela por dia ({ $log })
activity-chart-hours = Ações da tabela por hora ({ $log })
activity-chart-bar = { $when }: { NUMBER($well) } como pedido, { NUMBER($open) } não
activity-dropped =
    { $dropped ->
        [one] A entrada mais antiga se foi: a página guarda { NUMBER($kept) }.
       *[other] As { NUMBER($dropped) } entradas mais antigas se foram: a página guarda { NUMBER($kept) }.
    }
activity-nothing-matches = Nenhuma entrada corresponde
activity-clear = Mostrar todas
activity-nothing-yet = Nenhuma atividade ainda
activity-nothing-yet-why = Cada chamada desta página é listada aqui com seu resultado.
activity-rows = Linhas { NUMBER($first) } a { NUMBER($last) }
activity-newer = Mais novas
activity-older = Mais antigas
activity-save-as = Salvar como { $format }
activity-table = Atividade
activity-done = Feito
activity-already-so = Já estava assim
activity-refused = Recusado
activity-not-attempted = Não tentado
activity-unknown = Desconhecido
activity-attempt = Tentativa
activity-failed = Falhou
activity-verify = Verificar o registro de auditoria do servidor
activity-verify-why = É verificado nesta página, com o mesmo código do comando do servidor: o hash de cada entrada, cada assinatura e o fim assinado.
activity-verify-server = Verificar o registro deste servidor
activity-verify-save = Verificar e salvar a exportação
activity-verify-closed = Para verificar o registro do próprio servidor, entre com uma chave de acesso que possa lê-lo.
activity-verify-file = Exportação (JSON Lines)
activity-verify-file-hint = Fica neste navegador e não é enviada.
activity-verify-file-again = Verificar o arquivo
activity-verify-pasted = Ou cole uma exportação
activity-verify-pasted-do = Verificar o texto
activity-verify-unread = O navegador não conseguiu ler o arquivo.
activity-verifying =
    { $entries ->
        [one] { NUMBER($entries) } entrada até agora está como foi escrita
       *[other] { NUMBER($entries) } entradas até agora estão como foram escritas
    }
activity-verify-stop = Parar
activity-verify-stopped = Parado após a entrada { NUMBER($entry) }. O resto não foi verificado.
activity-verify-failed = O registro do servidor não pôde ser verificado
activity-broke-off = Foi interrompido após a entrada { NUMBER($entry) }: ou a conexão se perdeu, ou o servidor encontrou o próprio registro alterado ali e não quis continuar. Se parar ali de novo, execute “latchboard-server audit verify” onde estão os dados.
activity-hold = Comparar com uma chave ou um ponto de verificação que você guardou
activity-hold-why = Um registro sozinho prova apenas que confere com a própria chave. Uma chave que você guardou mostra que é deste servidor, e um ponto de verificação, que nada até ali foi retirado nem reescrito.
activity-hold-key = Chave pública
activity-hold-key-hint = 64 dígitos hexadecimais, como “latchboard-server audit key” os imprime.
activity-hold-key-fault = Uma chave pública tem 64 dígitos hexadecimais.
activity-hold-checkpoint = Ponto de verificação
activity-hold-checkpoint-hint = As duas linhas que “latchboard-server audit checkpoint” imprime, ou a primeira e a última linha de uma exportação anterior.
activity-hold-checkpoint-file = Ponto de verificação de um arquivo
activity-hold-checkpoint-fault = Isto não é um ponto de verificação:
activity-whole = Completo e inalterado
activity-whole-why =
    { $entries ->
        [one] { NUMBER($entries) } entrada, assinada até a entrada { NUMBER($signed) }.
       *[other] { NUMBER($entries) } entradas, assinadas até a entrada { NUMBER($signed) }.
    }
activity-open-attempts = Tentativas sem resultado: { NUMBER($attempts) }. Quem as fez parou antes de registrar um, ou ainda está em andamento.
activity-whole-key = Está assinado com esta chave. Compare-a com uma guardada em outro lugar: um arquivo sozinho prova apenas que confere com a própria chave.
activity-whole-given-key = Está assinado com a chave que você informou:
activity-pruned = As entradas até a { NUMBER($entry) } foram removidas; os seus hashes ficam, e o resto continua a partir deles.
activity-goes-on = Continua a partir do ponto de verificação que você informou, na entrada { NUMBER($entry) }.
activity-keep-checkpoint = Salvar o ponto de verificação
activity-keep-why = Guarde-o onde ninguém que possa alterar o registro possa alterá-lo: um registro posterior deve continuar a partir dali.
activity-not-whole = Incompleto ou alterado

## Admin key

admin_key-lead = O segredo do cliente prova quem você é; a chave de administrador feita dele gerencia seus dados. O servidor mostra uma chave uma única vez e nunca mais.
admin_key-task = Tarefa
admin_key-register = Registrar
admin_key-register-submit = Registrar segredo
admin_key-register-effect = Funciona uma vez por conta.
admin_key-register-effect-more = O segredo que você registra agora é a única prova de que a chave é sua: guarde-o. Um segundo registro é recusado.
admin_key-change = Trocar segredo
admin_key-change-effect = O segredo atual deixa de funcionar assim que você aperta o botão.
admin_key-change-effect-more = A chave de administrador normalmente continua valendo; se o servidor enviar uma nova, ela é mostrada uma vez.
admin_key-regenerate = Gerar nova chave
admin_key-regenerate-submit = Gerar nova chave de administrador
admin_key-regenerate-effect = A chave de administrador atual deixa de funcionar assim que você aperta o botão; não há carência.
admin_key-regenerate-effect-more = Tudo o que a usa falha até receber a nova. O segredo fica como está.
admin_key-forget = Limpar o formulário
admin_key-waiting = Aguardando o servidor…
admin_key-service = Serviço
admin_key-api-key = Chave de API
admin_key-api-key-hint = Da conta; fica só na memória desta página.
admin_key-secret = Segredo do cliente
admin_key-secret-hint = Qualquer texto de até 4.096 bytes. É enviado exatamente como digitado.
admin_key-present-secret = Segredo atual
admin_key-present-secret-hint = O que está registrado agora.
admin_key-registered-hint = O que está registrado.
admin_key-new-secret = Novo segredo
admin_key-new-secret-hint = Qualquer texto de até 4.096 bytes diferente do atual.
admin_key-admin-key-hint = A última que o servidor deu.
admin_key-copy-secret = Copiar o segredo
admin_key-store-first = Guarde-o antes de continuar: depois ele não aparece em lugar nenhum.
admin_key-copied-store = Copiado para a área de transferência. Guarde-o antes de continuar.
admin_key-still-unknown = Ainda desconhecido.
admin_key-until-then = Até você esclarecer ou deixar como desconhecido, o que foi enviado fica na memória desta página, e o formulário não envia outra chamada deste tipo.
admin_key-leave-unknown = Deixar como desconhecido
admin_key-left-open = “{ $call }” ({ $service }) foi enviado em { $date }, às { $time }, e esta página foi fechada ou recarregada antes de a resposta ser vista: não se sabe se teve efeito.
admin_key-left-open-form = Ir para o formulário
admin_key-left-open-known = Já sei o que aconteceu
admin_key-open-elsewhere = Ainda não se sabe o que aconteceu com:
admin_key-registered = O segredo está registrado, e a chave foi mostrada.
admin_key-changed = O novo segredo está valendo. A chave de administrador que você já tem continua válida.
admin_key-changed-with-key = O novo segredo está valendo. A chave de administrador que vale agora é a nova, que acabou de ser mostrada.
admin_key-regenerated = A nova chave está valendo, e a anterior não funciona mais.
admin_key-last-key = Última chave: impressão digital
admin_key-issued = , emitida às { $time }. A chave em si não está mais nesta página.
admin_key-test-title = Testar uma chave de administrador
admin_key-test-hint = Lê as configurações com ela e com a chave de API acima; nada muda.
admin_key-test = Testar esta chave
admin_key-accepted = O servidor aceitou a chave às { $time }.
admin_key-not-proved = Não foi possível verificar a chave
admin_key-your-key = Sua chave de administrador
admin_key-only-time = Esta é a única vez que ela é mostrada. Guarde-a no seu cofre antes de fechar.
admin_key-your-secret = Seu novo segredo do cliente
admin_key-only-time-secret = Ele foi gerado nesta página, e esta é a última vez que aparece. Guarde-o no seu cofre antes de fechar.
admin_key-your-key-and-secret = Sua chave de administrador e seu segredo do cliente
admin_key-only-time-both = Esta é a última vez que aparecem. Guarde os dois no seu cofre antes de fechar.
admin_key-of-item = { $action }: { $item }
admin_key-stored-gone = Guardado. Não está mais nesta página.
admin_key-key-not-copied = Não foi possível copiar. A chave está selecionada: copie à mão.
admin_key-download = Baixar
admin_key-downloaded = Entregue ao navegador como arquivo. Quem abrir seus downloads pode lê-lo: mova-o para o seu cofre.
admin_key-stored = Já guardei

## API secrets

api_secrets-lead = Desative e ative segredos de API guardados.
api_secrets-states-not-told = A lista deste servidor não diz quais estão ativos: um estado aparece depois que uma chamada o comprovou.
api_secrets-sign-in-title = Entrar no cofre
api_secrets-sign-in-hint = Com uma chave de acesso: o client id e o client secret dela. O token fica só na memória desta página e some quando você a fecha.
api_secrets-client-id = Client id
api_secrets-client-secret = Client secret
api_secrets-tenant = Tenant
api_secrets-tenant-hint = Só onde um endereço atende vários tenants: o subdomínio exato.
api_secrets-needed = Isto é necessário para entrar.
api_secrets-sign-in = Entrar
api_secrets-signing-in = Entrando…
api_secrets-not-signed-in = Não foi possível entrar
api_secrets-again-title = Entrar novamente
api_secrets-again-hint = A lista e tudo o que você digitou ficam como estão, e você continua de onde parou. Se entrar com outra chave de acesso, a lista dela toma o lugar desta.
api_secrets-search = Buscar por nome ou identificador
api_secrets-search-all = Buscar por nome, ID, client id ou tag
api_secrets-refresh = Atualizar
api_secrets-new = Novo segredo de API
api_secrets-not-loaded = Não foi possível carregar a lista
api_secrets-loading = Carregando a lista…
api_secrets-none-yet = Nenhum segredo de API ainda
api_secrets-none-yet-why = O que esta chave de acesso pode ver aparece aqui. Guarde o primeiro, ou entre com outra chave de acesso.
api_secrets-active = Ativo
api_secrets-inactive = Inativo
api_secrets-not-known = Ainda não se sabe
api_secrets-state = Estado
api_secrets-access = Acesso
api_secrets-demands = Exige
api_secrets-any = Qualquer
api_secrets-can-view = Pode ver
api_secrets-can-edit = Pode editar
api_secrets-justification = Uma justificativa
api_secrets-approval = Uma aprovação
api_secrets-on-the-server-hint = A tag e o código identificador são procurados no servidor. Ambos devem coincidir exatamente.
api_secrets-filter = Filtro
api_secrets-more-filters = Mais filtros
api_secrets-exposed = Expostos
api_secrets-expiring = Expirados ou a vencer
api_secrets-unused = Sem uso há 90 dias
api_secrets-lift-attention = Qualquer condição
api_secrets-exposed-badge = exposto
api_secrets-view = Exibição
api_secrets-width-of = Largura de { $column }
api_secrets-columns = Colunas
api_secrets-columns-hint = Se houver pouco espaço, algumas são ocultadas automaticamente.
api_secrets-views = Visualizações salvas
api_secrets-views-hint = Busque ou filtre e salve aqui a visualização com um nome.
api_secrets-view-name = Nome desta visualização
api_secrets-forget-view = Esquecer a visualização “{ $name }”
api_secrets-exposed-field = O valor vazou: fica marcado como exposto até estar desativado e ter um novo valor
api_secrets-exposed-title = Ativar “{ $name }” mesmo com o valor vazado?
api_secrets-exposed-why = Quem encontrou o valor pode usá-lo de novo na hora. Troque o valor primeiro, depois ative.
api_secrets-exposed-no = Deixar desativado
api_secrets-exposed-yes = Ativar mesmo assim
api_secrets-expired-badge = expirado
api_secrets-no-view-badge = sem visualização
api_secrets-view-only-badge = só leitura
api_secrets-flags = Marcadores
api_secrets-tag = Tag
api_secrets-identifier-code = Código identificador
api_secrets-apply = Aplicar
api_secrets-count =
    { $count ->
        [one] { NUMBER($count) } segredo de API
       *[other] { NUMBER($count) } segredos de API
    }
api_secrets-count-of =
    { $found ->
        [one] { NUMBER($found) } de { NUMBER($all) } segredos de API corresponde
       *[other] { NUMBER($found) } de { NUMBER($all) } segredos de API correspondem
    }
api_secrets-as-of = estado às { $time }
api_secrets-nothing-matches = Nenhum segredo de API corresponde.
api_secrets-lift-search = Limpar a busca
api_secrets-lift-state = Qualquer estado
api_secrets-lift-access = Qualquer acesso
api_secrets-lift-flag = Qualquer exigência
api_secrets-lift-tag = Qualquer tag
api_secrets-lift-code = Qualquer código identificador
api_secrets-lift-gain = { $filter }: mostra { NUMBER($shown) }
api_secrets-secret-hint = Procurando um valor vazado? Um segredo nunca é encontrado pelo nome, e uma busca sem resultados não fica no endereço.
api_secrets-table = Segredos de API
api_secrets-select = Selecionar { $name } (ID { $identifier })
api_secrets-select-page = Selecionar as linhas à vista
api_secrets-id = ID
api_secrets-name = Nome
api_secrets-checked = Verificado
api_secrets-actions = Ações
api_secrets-justify-badge = justificar
api_secrets-approval-badge = aprovação
api_secrets-deactivate = Desativar
api_secrets-activate = Ativar
api_secrets-deactivating = Desativando…
api_secrets-activating = Ativando…
api_secrets-edit = Editar
api_secrets-details = Detalhes
api_secrets-copy-id = Copiar o ID
api_secrets-copy-name = Copiar o nome
api_secrets-menu-copied = Copiado.
api_secrets-menu-not-copied = Não foi possível copiar.
api_secrets-of-row = { $verb } { $name } (ID { $identifier })
api_secrets-verb-of = { $verb } { $name }
api_secrets-no-edit = Segundo a lista, esta chave de acesso só pode vê-lo, e não editar, ativar nem desativar.
api_secrets-no-view = Segundo a lista, esta chave de acesso não pode vê-lo. Por isso, não pode ser aberto.
api_secrets-blocked = { $name }: nada foi enviado.
api_secrets-trouble = ver mensagem
api_secrets-undo = Desfazer
api_secrets-undo-of = Desfazer: { $name } (ID { $identifier })
api_secrets-now-active = “{ $name }” (ID { $identifier }) está ativo agora, confirmado às { $time }.
api_secrets-now-inactive = “{ $name }” (ID { $identifier }) está inativo agora, confirmado às { $time }.
api_secrets-was-active = “{ $name }” (ID { $identifier }) já estava ativo, confirmado às { $time }.
api_secrets-was-inactive = “{ $name }” (ID { $identifier }) já estava inativo, confirmado às { $time }.
api_secrets-is-active = “{ $name }” (ID { $identifier }) está ativo, confirmado às { $time }. A primeira resposta se perdeu, então não se sabe se foi este comando ou outra pessoa.
api_secrets-is-inactive = “{ $name }” (ID { $identifier }) está inativo, confirmado às { $time }. A primeira resposta se perdeu, então não se sabe se foi este comando ou outra pessoa.
api_secrets-stored = “{ $name }” guardado com o identificador { $identifier }.
api_secrets-changed = “{ $name }” (ID { $identifier }) alterado.
api_secrets-not-shared = O cofre não conseguiu compartilhá-lo com todos:
api_secrets-selected =
    { $count ->
        [one] { NUMBER($count) } selecionado.
       *[other] { NUMBER($count) } selecionados.
    }
api_secrets-all-selected =
    { $count ->
        [one] O único que corresponde está selecionado.
       *[other] Todos os { NUMBER($count) } que correspondem estão selecionados.
    }
api_secrets-hidden =
    { $count ->
        [one] { NUMBER($count) } deles não está na lista como está filtrada agora.
       *[other] { NUMBER($count) } deles não estão na lista como está filtrada agora.
    }
api_secrets-view-only =
    { $count ->
        [one] { NUMBER($count) } só pode ser visto e fica de fora.
       *[other] { NUMBER($count) } só podem ser vistos e ficam de fora.
    }
api_secrets-select-all =
    { $count ->
        [one] Selecionar o único que corresponde
       *[other] Selecionar todos os { NUMBER($count) } que correspondem
    }
api_secrets-clear = Limpar a seleção
api_secrets-deactivate-selected = Desativar…
api_secrets-activate-selected = Ativar…
api_secrets-by-id = ID { $identifier }
api_secrets-title-of = { $name } (ID { $identifier })
api_secrets-facts = O que se sabe sem abri-lo
api_secrets-fact-moment = { $date }, { $time }
api_secrets-fact-switched = Última ativação ou desativação
api_secrets-fact-switched-by = { $moment }, por { $user }
api_secrets-fact-read = Última leitura
api_secrets-fact-never = Nunca
api_secrets-fact-created = Criado
api_secrets-fact-changed = Última alteração
api_secrets-fact-owner = Responsável
api_secrets-fact-expires = Expira
api_secrets-fact-expired = Expirou
api_secrets-fact-exposed = Exposto desde
api_secrets-counts-as-use = Abrir conta como um uso e traz o segredo para esta página. Quem o compartilha pode ver quando foi usado pela última vez.
api_secrets-wants-justification = O cofre exige uma justificativa para acessá-lo, e a API dele não aceita nenhuma: a chamada pode ser recusada.
api_secrets-wants-approval = O cofre exige uma aprovação para acessá-lo, e a API dele não pode pedi-la: a chamada pode ser recusada.
api_secrets-not-opened = Não foi possível abrir
api_secrets-open = Abrir
api_secrets-opening = Abrindo…
api_secrets-url = URL
api_secrets-method = Método
api_secrets-tags = Tags
api_secrets-notes = Notas
api_secrets-shared-with = Compartilhado com
api_secrets-may-edit = { $name } (editar)
api_secrets-may-view = { $name } (ver)
api_secrets-copy-secret = Copiar o segredo
api_secrets-not-copied = Não foi possível copiar. Mostre o segredo e copie à mão.
api_secrets-no-secret = Nenhum segredo está guardado com ele.
api_secrets-history = Histórico
api_secrets-show-history = Mostrar histórico
api_secrets-history-asked = Lendo o registro de auditoria…
api_secrets-history-not-offered = Este servidor não oferece um registro de auditoria.
api_secrets-history-not-read = Não foi possível ler o registro de auditoria
api_secrets-history-nothing = O registro de auditoria não tem entradas sobre ele.
api_secrets-read-history-again = Ler de novo
api_secrets-history-read = Não há mais entradas.
api_secrets-history-more = Há mais em Atividade.
api_secrets-as-curl = Como comando
api_secrets-as-curl-hint = Para um shell POSIX com curl. Defina antes LATCHBOARD_CLIENT_ID e LATCHBOARD_CLIENT_SECRET; não há segredo no comando.
api_secrets-curl-deactivate = Copiar como curl: desativar
api_secrets-curl-activate = Copiar como curl: ativar
api_secrets-curl-read = Copiar como curl: ler
api_secrets-as-curl-form-hint = Para um shell POSIX com curl. Defina antes LATCHBOARD_CLIENT_ID e LATCHBOARD_CLIENT_SECRET e, onde um client secret foi digitado acima, LATCHBOARD_API_SECRET: ele o substitui.
api_secrets-curl-form = Copiar como curl
api_secrets-still-unknown = Ainda desconhecido.
api_secrets-show-found = Fechar e mostrar na lista
api_secrets-leaked = Procurando um valor vazado?
api_secrets-leaked-how = A lista não conhece valores: a resposta a vazamento encontra todas as cópias.
api_secrets-command = Comando
api_secrets-command-copied = O comando está na área de transferência.
api_secrets-command-not-copied = Não foi possível copiar. O comando está selecionado: copie à mão.
api_secrets-edit-title = Editar { $name } (ID { $identifier })
api_secrets-url-hint = Onde o segredo é usado; texto livre.
api_secrets-client-id-hint = Quem usa o segredo.
api_secrets-code-hint = Um código seu, único entre os seus. Com ele, guardar duas vezes por engano é recusado.
api_secrets-method-hint = O método HTTP com que é usado; texto livre.
api_secrets-tags-hint = Separadas por vírgulas.
api_secrets-owner-hint = Quem responde por ele: uma equipe ou uma pessoa. Só este servidor guarda isso.
api_secrets-expires-on = Expira em
api_secrets-expires-on-hint = O último dia em que vale. Só este servidor guarda isso; nada é desativado automaticamente.
api_secrets-no-day = Isso não é uma data.
api_secrets-expires-note = O que fazer então
api_secrets-expires-note-hint = Onde obter um novo, por exemplo.
api_secrets-secret-new-hint = O segredo em si. É guardado criptografado.
api_secrets-secret-made = Criado nesta página. É guardado com o resto do formulário.
api_secrets-secret-edit-hint = Deixe vazio e o segredo fica como está. O que você digitar o substitui.
api_secrets-unread-hint = A lista diz só o nome. Um campo que você deixa vazio fica como está.
api_secrets-read-first = Ler os valores atuais
api_secrets-read-first-why = Para ver o que está guardado, esvaziar um campo ou mudar com quem é compartilhado, leia antes os valores atuais. Isso conta como um uso; o segredo em si não é mostrado.
api_secrets-users = Compartilhado com usuários
api_secrets-groups = Compartilhado com grupos
api_secrets-add-user = Adicionar um usuário
api_secrets-add-group = Adicionar um grupo
api_secrets-share-name = Nome do compartilhamento { NUMBER($number) }
api_secrets-share-edit = pode editar
api_secrets-remove = Remover
api_secrets-remove-share = Remover compartilhamento { NUMBER($number) }
api_secrets-end-sharing = Sim, encerrar todo o compartilhamento com eles
api_secrets-ends-sharing = Uma lista de compartilhamento ficou vazia. Confirme abaixo ou indique alguém.
api_secrets-mask = Estes são os caracteres de uma máscara, não um segredo.
api_secrets-nothing-changed = Nada foi alterado, então não há o que enviar.
api_secrets-store = Guardar
api_secrets-storing = Guardando…
api_secrets-cancel = Cancelar
api_secrets-meanwhile-by = { $user } fez uma alteração enquanto você editava: { $moment }.
api_secrets-meanwhile = Houve uma alteração enquanto você editava: { $moment }.
api_secrets-meanwhile-how = O que você preencheu continua no formulário. Se você salvar mesmo assim, isso substitui o que foi alterado nos mesmos campos.
api_secrets-compare = Comparar com os valores atuais
api_secrets-overwrite = Salvar mesmo assim
api_secrets-compared = O formulário mostra agora os valores atuais. O que você preencheu foi mantido; logo abaixo aparece o que está guardado.
api_secrets-stored-now = Guardado agora: { $text }
api_secrets-stored-nothing = Agora não há nada guardado aqui.
api_secrets-discard-title = Descartar o que você preencheu?
api_secrets-discard-why = Nada disso foi guardado ainda.
api_secrets-discard-perhaps = Talvez já tenha sido guardado. Para esclarecer, mantenha este formulário aberto.
api_secrets-discard-not = Continuar editando
api_secrets-discard = Descartar
api_secrets-change = Alterar

## What is wrong with an audit log

audit_faults-at = Entrada { $sequence }: { $fault }
audit_faults-unreadable = Isto não é algo que o registro de auditoria escreve: foi alterado.
audit_faults-gap = Faltam entradas aqui, ou elas estão em outra ordem.
audit_faults-changed = Esta entrada, ou o que vinha antes dela, não é o que foi escrito.
audit_faults-not-authentic = Isto não foi escrito pelo servidor: o hash com chave não confere.
audit_faults-cut = Faltam as últimas entradas: o servidor escreveu mais.
audit_faults-no-attempt = Esta entrada encerra uma tentativa que não existe.
audit_faults-forged = A assinatura de um ponto de verificação não confere.
audit_faults-differs = Um ponto de verificação assinado é de entradas diferentes das anteriores.
audit_faults-checkpoint-missing = Falta um ponto de verificação que o servidor sempre escreve aqui.
audit_faults-end-missing = Falta o fim assinado: as últimas linhas foram cortadas ou a exportação foi interrompida.
audit_faults-behind-end = Há algo depois do fim assinado.
audit_faults-other-key = Está assinado com uma chave diferente da esperada.
audit_faults-rolled-back = O registro termina antes do ponto de verificação guardado: voltou a um estado anterior.
audit_faults-rewritten = Este não é o registro do qual o ponto de verificação guardado foi tirado.
audit_faults-pruned = As entradas após o ponto de verificação guardado foram removidas: só o servidor ainda pode comparar o registro com ele.

## Entries of the audit log

audit_log-attempt = Tentativa
audit_log-ended-done = Feito
audit_log-ended-already = Já estava assim
audit_log-ended-refused = Recusado
audit_log-ended-failed = Falhou
audit_log-ended-unknown = Desconhecido
audit_log-action-begin = Iniciar o registro de auditoria
audit_log-action-register = Registrar
audit_log-action-update-secret = Alterar o segredo
audit_log-action-regenerate-key = Gerar nova chave de administrador
audit_log-action-read-settings = Ler as configurações
audit_log-action-change-settings = Alterar as configurações
audit_log-action-sign-in = Entrar no cofre
audit_log-action-revoke-token = Sair do cofre
audit_log-action-list = Listar segredos de API
audit_log-action-find = Localizar segredos de API
audit_log-action-read-index = Ler o índice de valores
audit_log-action-read = Ler um segredo de API
audit_log-action-create = Criar um segredo de API
audit_log-action-update = Alterar um segredo de API
audit_log-action-mark-exposed = Marcar como exposto
audit_log-action-activate = Ativar
audit_log-action-deactivate = Desativar
audit_log-action-read-audit = Ler o registro de auditoria
audit_log-action-create-api-key = Criar uma chave de API
audit_log-action-revoke-api-key = Revogar uma chave de API
audit_log-action-create-access-key = Criar uma chave de acesso
audit_log-action-revoke-access-key = Revogar uma chave de acesso
audit_log-action-create-user = Criar um usuário
audit_log-action-import = Importar segredos de API
audit_log-action-export-secrets = Exportar segredos de API sem criptografia
audit_log-action-forget-admin-keys = Descartar chaves de administrador guardadas
audit_log-action-clear-throttle = Encerrar esperas após segredos errados
audit_log-action-rotate-master-key = Trocar a chave mestra
audit_log-action-prune-audit = Remover entradas do registro de auditoria

## Bulk runs

bulk-lead = Uma chamada para cada segredo de API, poucas por vez, cada uma com seu próprio resultado. Continua enquanto você vê outras páginas. Se esta aba for fechada, a operação para e pode ser retomada depois neste navegador.
bulk-none = Nenhuma operação em massa ainda
bulk-none-how = Selecione segredos de API na lista e escolha o que fazer com eles.
bulk-to-list = Ir para a lista
bulk-deactivate =
    { $count ->
        [one] Desativar { NUMBER($count) } segredo de API
       *[other] Desativar { NUMBER($count) } segredos de API
    }
bulk-activate =
    { $count ->
        [one] Ativar { NUMBER($count) } segredo de API
       *[other] Ativar { NUMBER($count) } segredos de API
    }
bulk-selected = Escolhidos um a um:
bulk-page = Todas as linhas na tela:
bulk-matches = Todas as linhas que correspondem à busca e aos filtros, inclusive as fora da tela:
bulk-leaked =
    { $values ->
        [one] Cópias encontradas de { NUMBER($values) } valor vazado:
       *[other] Cópias encontradas de { NUMBER($values) } valores vazados:
    }
bulk-on-again = Cópias que estão ativas, segundo o servidor:
bulk-undo-scope = Exatamente os que a operação alterou:
bulk-and-more = e { NUMBER($count) } a mais
bulk-all-names =
    { $count ->
        [one] Mostrar o nome
       *[other] Mostrar todos os { NUMBER($count) } nomes
    }
bulk-view-only = Ficam de fora, porque esta chave de acesso só pode visualizá-los: { NUMBER($count) }
bulk-left-on-wish = Ficam ativos, como você escolheu: { NUMBER($count) }
bulk-off-already = Ficam de fora, porque já estão desativados: { NUMBER($count) }
bulk-effect-off = Tudo o que os usa para de funcionar na hora. Você pode desfazer.
bulk-effect-on = Quem os tem pode usá-los de novo na hora.
bulk-already-off =
    { $count ->
        [one] { NUMBER($count) } deles já está inativo: para ele, nada muda.
       *[other] { NUMBER($count) } deles já estão inativos: para eles, nada muda.
    }
bulk-already-on =
    { $count ->
        [one] { NUMBER($count) } deles já está ativo: para ele, nada muda.
       *[other] { NUMBER($count) } deles já estão ativos: para eles, nada muda.
    }
bulk-exposed =
    { $count ->
        [one] { NUMBER($count) } deles tem um valor que vazou: quem o encontrou pode usá-lo de novo na hora.
       *[other] { NUMBER($count) } deles têm valores que vazaram: quem os encontrou pode usá-los de novo na hora.
    }
bulk-unresolved = Os resultados da operação anterior, { NUMBER($open) } deles em aberto, dão lugar a esta. Depois você encontra aquela operação abaixo desta.
bulk-unresolved-gone = Os resultados da operação anterior, { NUMBER($open) } deles em aberto, dão lugar a esta e se perdem: este navegador não guarda operações. Salve antes o comprovante.
bulk-type-count = Digite { NUMBER($count) } para confirmar
bulk-miscounted = Esse não é o número de segredos de API.
bulk-cancel = Cancelar
bulk-going = Em andamento
bulk-stopping = Parando: nada mais é enviado, aguardando respostas
bulk-stopped = Parada: { $headline }
bulk-halted = Suspensa: { $headline }
bulk-interrupted = Interrompida: { $headline }
bulk-need-answer =
    { $count ->
        [one] { NUMBER($count) } precisa de resposta
       *[other] { NUMBER($count) } precisam de resposta
    }
bulk-all-off = todos os { NUMBER($count) } desativados
bulk-count-off =
    { $count ->
        [one] { NUMBER($count) } desativado
       *[other] { NUMBER($count) } desativados
    }
bulk-all-on = todos os { NUMBER($count) } ativados
bulk-some-off =
    { $done ->
        [one] { NUMBER($done) } de { NUMBER($all) } desativado
       *[other] { NUMBER($done) } de { NUMBER($all) } desativados
    }
bulk-some-on =
    { $done ->
        [one] { NUMBER($done) } de { NUMBER($all) } ativado
       *[other] { NUMBER($done) } de { NUMBER($all) } ativados
    }
bulk-need-other-key =
    { $count ->
        [one] { NUMBER($count) } exige outra chave de acesso
       *[other] { NUMBER($count) } exigem outra chave de acesso
    }
bulk-refused-count =
    { $count ->
        [one] { NUMBER($count) } recusado
       *[other] { NUMBER($count) } recusados
    }
bulk-left-on-count =
    { $count ->
        [one] { NUMBER($count) } mantido ativo
       *[other] { NUMBER($count) } mantidos ativos
    }
bulk-left-on = Mantidos ativos por escolha, continuam funcionando:
bulk-not-sent-count =
    { $count ->
        [one] { NUMBER($count) } não enviado
       *[other] { NUMBER($count) } não enviados
    }
bulk-progress = { NUMBER($done) } de { NUMBER($all) }
bulk-silent =
    { $count ->
        [one] sem resposta há { NUMBER($count) } segundo
       *[other] sem resposta há { NUMBER($count) } segundos
    }
bulk-rate = { NUMBER($count) } por segundo
bulk-resting = O servidor pediu uma pausa: nada é enviado até { $time }. Nenhuma chamada se perde.
bulk-halted-why = Por que a operação foi suspensa
bulk-signed-out = Sua sessão terminou, por isso nada mais é enviado. Entre para continuar.
bulk-stop = Parar
bulk-resume = Continuar com { NUMBER($count) }
bulk-retry = Tentar de novo { NUMBER($count) } com falha
bulk-resolve = Esclarecer { NUMBER($count) } sem resposta
bulk-resolve-how = Para os que ficaram sem resposta, a mesma chamada é enviada de novo: ela não altera nada duas vezes, e a resposta informa o estado.
bulk-noted-ahead = A página anota até 64 chamadas antes de enviá-las, para não esquecer nenhuma: algumas destas podem nem ter sido enviadas. Perguntar de novo é seguro nos dois casos.
bulk-undo = Desfazer { NUMBER($count) }
bulk-receipt = Baixar comprovante
bulk-close = Fechar esta operação
bulk-dismiss-run = Descartar esta operação
bulk-other-server = Esta operação pertence a outro servidor: { $server }. Escolha-o em Conexões para continuar.
bulk-other-tenant = Esta operação pertence a outro tenant, onde os mesmos números são outros segredos de API. Entre lá para continuar.
bulk-other-key = Esta operação foi iniciada com a chave de acesso { $access-key }. Entre com ela para retomá-la.
bulk-not-kept = Este navegador não guarda esta operação: ela se perde quando esta aba é fechada. Navegadores só guardam operações com https e onde podem armazenar dados.
bulk-kept = Operações guardadas neste navegador
bulk-kept-how = Nomes, identificadores, client ids, resultados e horários, de um vazamento o comprovante, e nenhum segredo. As { NUMBER($count) } mais recentes, e todas com chamadas em aberto, ficam guardadas até você descartá-las.
bulk-kept-leak = Resposta a vazamento: { $run }
bulk-kept-began = Iniciada em { $time }
bulk-kept-interrupted = Interrompida antes do fim
bulk-kept-show = Mostrar
bulk-kept-gone = Não é possível mostrar essa operação: outra aba está com ela aberta, ou ela não pode ser lida.
bulk-kept-open = Operações neste navegador com chamadas não enviadas ou sem resposta: { NUMBER($count) }.
bulk-dismiss-title = Descartar esta operação?
bulk-dismiss-why = Algumas das chamadas ainda estão em aberto. Se descartá-la, você não poderá mais ver aqui o que ela alterou nem obter o comprovante.
bulk-perhaps = Uma resposta se perdeu, e não se sabe se esta operação os alterou. Desfazer não mexe neles:
bulk-done = Feito
bulk-already-so = Já estava assim
bulk-refused = Recusado
bulk-not-attempted = Não tentado
bulk-unknown = Desconhecido
bulk-waiting = Aguardando
bulk-under-way = Em andamento
bulk-lost-reply = Uma resposta anterior se perdeu: talvez tenha sido esta operação.
bulk-chart = Resultados ao longo do tempo
bulk-chart-table = Resultados em momentos da operação
bulk-seconds = { NUMBER($count) } s
bulk-milliseconds = { NUMBER($count) } ms
bulk-time = Tempo
bulk-show = Mostrar
bulk-show-all = Todos
bulk-show-as-asked = Como pedido
bulk-show-failed = Com falha
bulk-show-unknown = Desconhecidos
bulk-show-open = Em aberto
bulk-rows = { NUMBER($first) } a { NUMBER($last) } de { NUMBER($all) }
bulk-no-rows = Nenhum.
bulk-earlier = Linhas anteriores
bulk-later = Mais linhas
bulk-id = ID
bulk-name = Nome
bulk-verdict = Resultado
bulk-reason = Causa e solução
bulk-strip = Uma operação em massa está em andamento: { NUMBER($done) } de { NUMBER($all) }.
bulk-strip-over = A última operação em massa terminou: { NUMBER($done) } de { NUMBER($all) } como pedido.
bulk-strip-open =
    { $open ->
        [one] A última operação em massa: { NUMBER($open) } precisa de resposta, { NUMBER($done) } de { NUMBER($all) } como pedido.
       *[other] A última operação em massa: { NUMBER($open) } precisam de resposta, { NUMBER($done) } de { NUMBER($all) } como pedido.
    }
bulk-strip-signed-out = A operação em massa foi parada porque a sua sessão terminou: { NUMBER($done) } de { NUMBER($all) } como pedido.
bulk-strip-show = Mostrar

## Calls, remedies, and whether to try again

catalogue-label-edit-secret = Editar o segredo
catalogue-label-edit-present-secret = Editar o segredo atual
catalogue-label-edit-api-key = Editar a chave de API
catalogue-label-regenerate-instead = Gerar nova chave
catalogue-label-resolve = Esclarecer
catalogue-label-refresh-list = Atualizar lista
catalogue-label-activate = Ativar
catalogue-label-sign-in = Entrar novamente
catalogue-label-try-again = Tentar de novo
catalogue-retry-safe = É seguro.
catalogue-retry-pointless = É inútil até que algo seja corrigido.
catalogue-retry-ask = Uma pessoa decide.
catalogue-endpoint-register = Registrar
catalogue-endpoint-update-secret = Alterar o segredo
catalogue-endpoint-regenerate-key = Gerar nova chave de administrador
catalogue-endpoint-read-settings = Ler as configurações
catalogue-endpoint-change-settings = Alterar as configurações
catalogue-endpoint-token = Entrar no cofre
catalogue-endpoint-list-api-secrets = Listar segredos de API
catalogue-endpoint-read-api-secret = Ler um segredo de API
catalogue-endpoint-create-api-secret = Criar um segredo de API
catalogue-endpoint-update-api-secret = Alterar um segredo de API
catalogue-endpoint-deactivate = Desativar
catalogue-endpoint-health = Verificar o servidor
catalogue-endpoint-read-audit = Ler o registro de auditoria
catalogue-endpoint-find = Localizar pela impressão digital
catalogue-endpoint-read-index = Ler o índice de valores
catalogue-endpoint-read-inventory = Ler o inventário
catalogue-endpoint-read-capabilities = Perguntar o que o servidor oferece

## In several places

common-optional = opcional
common-save = Salvar
common-show-secret = Mostrar { $field }
common-show = Mostrar
common-hide = Ocultar
common-close = Fechar
common-copy = Copiar
common-dismiss = Dispensar
common-try-again = Tentar de novo
common-cause = Causa
common-remedy = Solução
common-code = Código
common-server-said = O servidor disse
common-server-code = código do servidor { $code }
common-wait = Espera
common-about-code = { $code }: o que significa, em nova aba
common-done = { $call }: feito
common-done-meaning = O servidor confirmou.
common-already-so = { $call }: já estava assim
common-already-so-meaning = Nada mudou; está como você pediu.
common-refused = { $call }: recusado
common-refused-meaning = O servidor disse não; nada mudou.
common-refused-perhaps = O servidor disse não. Pode ser a resposta a uma repetição: quando a conexão cai, o navegador reenvia a chamada por conta própria, então talvez a sua chamada tenha sido executada.
common-not-attempted = { $call }: não tentado
common-not-attempted-meaning = A chamada não foi enviada; nada mudou.
common-unknown = { $call }: desconhecido
common-unknown-meaning = Nenhuma resposta é confiável: pode ter sido enviada, e pode ter surtido efeito.
common-just-now = agora mesmo
common-more = Mais
common-copied = Copiado para a área de transferência. Outros também podem lê-la: cole logo.
common-at-character = No caractere { $position }.
common-at-characters = Nos caracteres { $positions }.
common-from-to = { NUMBER($first) } a { NUMBER($last) }
common-and = { $before } e { $last }
common-and-further = { $positions } e mais adiante
common-not-pasted = Nada foi colado; o campo está como estava.
common-asking = Consultando…
common-fingerprint = Impressão digital
common-strength = Força:
common-generate = Gerar um segredo
common-secret-not-copied = Não foi possível copiar. O segredo está selecionado: copie à mão.

## Connections

connections-lead = Escolha para onde vai cada família de chamadas. Elas são de dois fornecedores, por isso cada uma é configurada separadamente.
connections-location-history = Location history e geofencing
connections-vault = Cofre com segredos de API
connections-where = Enviar chamadas para
connections-here = Este servidor
connections-gateway = O fornecedor, por este servidor
connections-elsewhere = Outro endereço
connections-address = Endereço
connections-address-hint = Começa com https://; http:// apenas para esta máquina. Fica guardado neste navegador e visível: sem usuário, senha ou consulta.
connections-gateway-hint = Este servidor repassa as chamadas, de modo que nenhuma página precisa ser permitida no fornecedor. Ele deve ter sido iniciado com { $option }.
connections-in-use = Em uso
connections-labels = Nome e cor
connections-label-of = Nome de { $host }
connections-label-hint = Por exemplo, Produção. Aparece no topo de cada página, para que ninguém confunda este servidor com outro. Fica guardado neste navegador.
connections-colour = Cor
connections-colour-none = Nenhuma
connections-colour-green = Verde
connections-colour-amber = Âmbar
connections-colour-red = Vermelho
connections-colour-violet = Violeta
connections-test = Testar
connections-use = Usar
connections-use-vault-warns = Usar outro cofre encerra a sessão no atual.
connections-use-keys-warn = Chaves e segredos digitados no formulário pertencem ao servidor atual: eles são apagados.
connections-moved-vault = Agora as chamadas vão para outro cofre. Sua sessão foi encerrada; nada do cofre anterior foi mantido.
connections-moved-keys = Agora as chamadas vão para outro servidor. O que foi digitado para o anterior foi apagado.
connections-busy-run = Ainda não: uma operação está em andamento lá, e suas respostas se perderiam. Pare-a ou aguarde o fim.
connections-busy-scan = Ainda não: segredos de API estão sendo lidos lá. Pare a leitura ou aguarde o fim.
connections-busy-call = Ainda não: uma chamada que altera algo está em andamento lá, e sua resposta se perderia. Aguarde.
connections-busy-key = Ainda não: há na tela uma chave ou um segredo que só aparece esta vez. Guarde antes.
connections-busy-unknown = Ainda não: há lá uma chamada com resultado desconhecido. Esclareça ou feche-a antes.
connections-busy-show = Ir para lá
connections-empty = Digite um endereço.
connections-no-scheme = O endereço deve começar com https://, ou com http:// nesta máquina.
connections-plain = http:// enviaria segredos sem proteção: use https://.
connections-credentials = Há um usuário ou uma senha nele: retire. A página pede credenciais onde são necessárias.
connections-query = Há um ponto de interrogação ou uma cerquilha nele: retire o que vem depois.
connections-malformed = Host, porta ou caminho não estão escritos como em um endereço.
connections-answers = O servidor certo responde
connections-answers-why = Ele recusou uma chamada sem credencial, exatamente como esta família de chamadas faz.
connections-no-path = Caminho errado
connections-no-path-why = Um servidor responde, e não tem nada neste caminho.
connections-page = Uma página responde, não a API
connections-page-why = É uma página para pessoas: a de login de um proxy, um painel ou outro site. Ou o caminho tem uma parte a mais.
connections-path-next = Corrija o endereço; os hosts dos fornecedores não precisam de caminho. Um proxy que pede login deve deixar estas chamadas passarem.
connections-other = Outra coisa responde
connections-other-why = A resposta não é uma das que esta família de chamadas dá.
connections-failing = O servidor falha
connections-failing-why = Ele responde, mas ele, ou o servidor por trás dele, não consegue trabalhar.
connections-failing-next = Consulte o log desse servidor; para o fornecedor, verifique o endereço com que este servidor foi iniciado.
connections-no-gateway = Este servidor não repassa nada
connections-no-gateway-why = Ele mesmo informa que não conhece fornecedor para estas chamadas.
connections-redirects = O servidor redireciona quem chama
connections-redirects-why = Nada é enviado após um redirecionamento, pois um segredo iria junto.
connections-redirects-next = Abra o endereço em nova aba e use aquele a que ele leva.
connections-forbidden = Esta página não pode chamar esse servidor
connections-forbidden-why = A política da própria página (CSP, connect-src) lista os servidores que ela pode consultar, e este não está entre eles. Nada foi enviado.
connections-forbidden-next = Inicie o servidor desta página com mais uma opção:
connections-not-allowed = O servidor responde, mas não a esta página
connections-not-allowed-why = Ele não permite que páginas desta origem leiam suas respostas (CORS), ou redireciona: para uma página, os dois são iguais.
connections-not-allowed-next = Se for um servidor Latchboard, inicie-o com:
connections-not-allowed-vendor = Se for de um fornecedor, inicie o servidor desta página com o seguinte e escolha o fornecedor por este servidor:
connections-offline = Sem rede
connections-offline-why = O navegador informa que esta máquina está sem rede.
connections-offline-next = Conecte-a e teste de novo.
connections-timed-out = Sem resposta a tempo
connections-timed-out-why = Nada voltou: o servidor está sobrecarregado, ou algo no caminho descarta as chamadas.
connections-no-connection = Sem conexão
connections-no-connection-why = A conexão foi recusada, nenhum servidor tem este nome, ou o certificado não é confiável: o navegador não diz à página qual é a causa.
connections-mixed-why = Esta página veio por https, e alguns navegadores não a deixam consultar um endereço http://, nem mesmo nesta máquina.
connections-open-to-see = Abrir { $address } em nova aba
connections-open-why = Lá o navegador diz qual é. Ou consulte por um terminal:
connections-tested-at = Testado às { $time }

## Decodings in which leaked values were found

decodings-escapes = escapes lidos
decodings-backslashes = sem barras invertidas
decodings-escaped-punctuation = sem barras invertidas antes de pontuação
decodings-doubled = caracteres dobrados lidos uma vez
decodings-carets = circunflexos do cmd lidos
decodings-backticks = crases do PowerShell lidas
decodings-pipes = barras verticais do TeamCity lidas
decodings-shell-quotes = aspas do shell lidas
decodings-percent = codificação por porcentagem lida
decodings-form = codificação de formulário lida
decodings-html = entidades HTML lidas
decodings-quoted-printable = quoted-printable lido
decodings-hex-escapes = escapes hexadecimais lidos
decodings-rtf = RTF lido
decodings-latex = LaTeX lido
decodings-ooxml = escapes do Office lidos
decodings-line-breaks = sem quebras de linha
decodings-folded-lines = quebras de linha lidas como espaços
decodings-line-marks = sem as marcas no início das linhas
decodings-line-ends = outro tipo de quebra de linha
decodings-added-line-break = com uma quebra de linha no fim
decodings-cells = células de tabela reunidas
decodings-concatenation = pedaços reunidos
decodings-records = registros reunidos, uma linha de cada um
decodings-terminal-codes = sem as cores do terminal
decodings-invisible = sem caracteres invisíveis
decodings-typography = caracteres tipográficos lidos como simples
decodings-tags = sem tags
decodings-latin-1 = lido como Latin-1
decodings-mojibake = caracteres mal decodificados corrigidos
decodings-composed = caracteres compostos (NFC)
decodings-decomposed = caracteres decompostos (NFD)
decodings-base64 = Base64 decodificado
decodings-hex = dígitos hexadecimais decodificados
decodings-hex-dump = hex dump lido
decodings-decimal-bytes = bytes decimais lidos
decodings-utf-16-le = lido como UTF-16 (little-endian)
decodings-utf-16-be = lido como UTF-16 (big-endian)

## What each error code means, why it happened and what to do

errors-parameter-missing-meaning = Falta um parâmetro exigido pelo cofre.
errors-parameter-missing-create-api-secret-remedy = Preencha nome, URL e client id; nada foi guardado.
errors-parameter-missing-update-api-secret-remedy = Preencha nome, URL e client id; o segredo de API não foi alterado.
errors-parameter-missing-find-cause = Nenhuma impressão digital foi enviada.
errors-parameter-missing-find-remedy = Cole o texto vazado ou a impressão digital inteira; nada foi procurado.
errors-parameter-invalid-meaning = O servidor não pôde aceitar um parâmetro como foi enviado.
errors-parameter-invalid-create-api-secret-cause = Um parâmetro foi enviado duas vezes, não é texto ou contém metade de um caractere; ou o corpo não é um objeto JSON nem um formulário. A frase do servidor diz qual.
errors-parameter-invalid-create-api-secret-remedy = Corrija o que a frase indica e envie novamente; nada foi alterado.
errors-parameter-invalid-read-audit-cause = Um filtro tem um valor que o registro de auditoria nunca tem, como uma ação que não existe.
errors-parameter-invalid-read-audit-remedy = Corrija o filtro ou retire-o; nada foi procurado.
errors-parameter-invalid-read-inventory-cause = Um filtro tem um valor impossível, como um horário que não é um número.
errors-parameter-invalid-find-cause = O que foi enviado não é uma lista de impressões digitais: de 1 a 2.000 SHA-256 de 64 dígitos hexadecimais cada.
errors-parameter-invalid-find-remedy = Cole o texto vazado ou a impressão digital inteira; nada foi procurado.
errors-identifier-code-taken-meaning = Outro segredo de API deste usuário tem o mesmo código identificador.
errors-identifier-code-taken-create-api-secret-remedy = Escolha outro código identificador. Se você enviou duas vezes, o primeiro foi armazenado: atualize a lista.
errors-identifier-code-taken-update-api-secret-remedy = Escolha outro código identificador ou mantenha o anterior; o segredo de API não foi alterado.
errors-changed-meanwhile-meaning = Nesse meio-tempo, outra pessoa alterou o segredo de API.
errors-changed-meanwhile-cause = O segredo de API foi alterado depois que você o carregou; salvar agora substituiria essa alteração sem que você a tivesse visto.
errors-changed-meanwhile-remedy = Compare o que você preencheu com o que está guardado agora e salve de novo, ou salve mesmo assim; nada do que você preencheu foi guardado.
errors-not-found-meaning = Não há segredo de API com este identificador.
errors-not-found-read-api-secret-cause = Não há segredo de API com este identificador: ele foi excluído, ou o número está errado.
errors-not-found-read-api-secret-remedy = Atualize a lista e procure-o pelo nome.
errors-not-found-update-api-secret-remedy = Atualize a lista e procure-o pelo nome; nada foi alterado.
errors-no-access-meaning = A chave de acesso não pode fazer isto com o segredo de API.
errors-no-access-read-api-secret-cause = Esta chave de acesso não pode ver o segredo de API: ele não foi compartilhado com o usuário dela, ou está fora do escopo da chave.
errors-no-access-read-api-secret-remedy = Peça ao proprietário que o compartilhe ou entre com outra chave de acesso.
errors-no-access-read-audit-cause = Esta chave de acesso não foi criada para ler o registro de auditoria.
errors-no-access-read-audit-remedy = Entre com uma que tenha sido: quem opera o servidor as cria com “--auditor”.
errors-no-access-update-api-secret-cause = Esta chave de acesso não pode editar o segredo de API.
errors-no-access-update-api-secret-remedy = Peça ao proprietário que o compartilhe com permissão de edição ou entre com outra chave de acesso; o segredo de API não foi alterado.
errors-no-access-deactivate-cause = Esta chave de acesso não pode ativar nem desativar o segredo de API: isso exige permissão de edição.
errors-no-access-deactivate-remedy = Peça ao proprietário que o compartilhe com permissão de edição ou entre com outra chave de acesso; o estado dele não mudou.
errors-inactive-meaning = O segredo de API está inativo.
errors-inactive-cause = O segredo de API está inativo e, por isso, não pode ser lido.
errors-inactive-remedy = Ative-o primeiro, a menos que tenha sido desativado por vazamento: ativo, ele volta a poder ser usado por todos que têm acesso.
errors-not-authorised-meaning = O gateway não deixa a chamada chegar ao cofre.
errors-not-authorised-capabilities-cause = O servidor não informa o que oferece: é o de um fornecedor, é antigo, ou o endereço está errado.
errors-not-authorised-capabilities-remedy = Continue sem o que só este servidor tem ou verifique o endereço da conexão.
errors-not-authorised-vault-calls-cause = A sessão não é mais válida, a chave de acesso não aceita esta máquina ou página, ou o endereço está errado: o gateway responde o mesmo em todos os casos.
errors-not-authorised-vault-calls-remedy = Entre novamente; se o erro persistir, verifique o endereço da conexão e as listas de endereços IP e referers da chave de acesso. Nada foi alterado.
errors-not-authorised-token-cause = Nada atende a pedidos de sessão neste endereço, ou a chave de acesso não aceita esta máquina ou página.
errors-not-authorised-token-remedy = Verifique o endereço da conexão e as listas de endereços IP e referers da chave de acesso e entre novamente.
errors-client-rejected-meaning = O acesso ao cofre foi recusado.
errors-client-rejected-cause = O client id, o client secret ou o tenant está errado, ou a chave de acesso expirou ou foi revogada.
errors-client-rejected-remedy = Compare os valores com os exibidos na chave de acesso e entre novamente.
errors-open-outcome-register-remedy = Registre novamente com o mesmo segredo; se der certo, está resolvido. “Já registrado” significa que existe um registro: gere a chave novamente com este segredo. Se funcionar, o registro era seu; se o segredo for recusado, outro está registrado.
errors-open-outcome-update-secret-remedy = Envie a mesma alteração novamente; se der certo, está resolvido. Se o segredo atual for então recusado, ele não vale mais e a alteração provavelmente foi feita: gerar a chave novamente com o novo segredo comprova isso e invalida a chave de administrador atual.
errors-open-outcome-regenerate-key-remedy = Não há como perguntar o que aconteceu: a chave de administrador antiga pode já não valer. Gere a chave mais uma vez para obter uma nova.
errors-open-outcome-change-settings-remedy = Envie a mesma alteração novamente: com os mesmos valores, nada muda duas vezes.
errors-open-outcome-create-api-secret-remedy = Atualize a lista e procure pelo nome antes de armazenar novamente. Se havia um código identificador, armazenar de novo é seguro: o cofre recusa um segundo igual.
errors-open-outcome-update-api-secret-remedy = Envie a mesma alteração novamente: com os mesmos valores, nada muda duas vezes, a menos que outra pessoa tenha editado o segredo de API nesse meio-tempo.
errors-open-outcome-deactivate-remedy = Envie a mesma chamada novamente: ela não altera nada duas vezes, e a resposta informa o estado. “Não encontrado” significa que o segredo de API não existe mais; “sem acesso”, que a permissão para alterá-lo foi retirada.
errors-open-outcome-read-api-secret-remedy = Verifique se o servidor está em execução e tente novamente; nada foi alterado, mas cada leitura pode contar como um uso do segredo de API.
errors-open-outcome-read-api-secret-remedy-2 = Verifique se o servidor está em execução e tente novamente; nada foi alterado.
errors-open-outcome-health-remedy = Verifique se o servidor está em execução e se o endereço da conexão está certo e tente novamente.
errors-answer-expired-meaning = O servidor já executou esta chamada e não guarda mais a resposta.
errors-answer-expired-secret-calls-cause = A chamada foi repetida com a mesma chave de idempotência mais de dez minutos depois de executada. Por mais tempo o servidor não guarda uma resposta que pode conter uma chave de administrador.
errors-answer-expired-secret-calls-remedy = Ela teve efeito. Se você não tem a chave de administrador, gere uma nova com o segredo do cliente que vale agora; a atual deixa de valer nesse momento.
errors-answer-expired-cause = A chamada foi repetida com a mesma chave de idempotência quando o servidor já havia apagado a resposta, ou não conseguia mais lê-la.
errors-answer-expired-remedy = Ela teve efeito: atualize a lista para ver como está.
errors-unreachable-meaning = Não houve conexão.
errors-unreachable-cause = Não houve conexão com o servidor, portanto nada foi enviado.
errors-unreachable-remedy = Verifique se este dispositivo está conectado à rede, se o servidor está em execução e se o endereço está certo e tente novamente.
errors-service-problem-meaning = O servidor falhou enquanto executava a chamada.
errors-service-problem-cause = O servidor falhou enquanto executava a chamada; ele não diz até onde chegou.
errors-upstream-failed-meaning = Um gateway não recebeu resposta válida do servidor atrás dele.
errors-upstream-failed-cause = Um gateway não recebeu resposta válida do servidor atrás dele; o servidor pode ter recebido a chamada.
errors-upstream-timed-out-meaning = O servidor atrás de um gateway não respondeu a tempo.
errors-upstream-timed-out-cause = O servidor atrás do gateway não respondeu a tempo; ele pode ainda estar executando a chamada.
errors-answer-unreadable-meaning = A resposta não é uma que esta chamada possa dar.
errors-answer-unreadable-cause = A resposta não é uma que esta chamada possa dar: algo no caminho pode ter respondido, ou falta uma parte.
errors-connection-failed-meaning = Nenhuma resposta pôde ser lida.
errors-connection-failed-cause = Nenhuma resposta pôde ser lida: a conexão se perdeu, o servidor está fora do ar, ou o navegador reteve a resposta porque o servidor ou seu gateway não aceita esta página (CORS).
errors-timed-out-meaning = Nenhuma resposta chegou a tempo.
errors-timed-out-cause = Nenhuma resposta chegou dentro do limite de tempo; o servidor pode ainda estar executando a chamada.
errors-rate-limited-meaning = Chamadas demais em pouco tempo.
errors-rate-limited-api-key-calls-cause = Chamadas demais com esta chave de API em pouco tempo (o fornecedor permite 5 por segundo); esta não foi executada.
errors-rate-limited-api-key-calls-remedy = Aguarde um momento, ou o tempo que o servidor indicar, e tente novamente.
errors-rate-limited-token-and-vault-calls-cause = Chamadas demais em pouco tempo; esta não foi executada.
errors-address-wrong-meaning = Nada atende a esta chamada neste endereço.
errors-address-wrong-api-key-calls-cause = Nada atende a esta chamada neste endereço: o endereço base está errado ou sem https, ou o fornecedor descontinuou o serviço, como anunciado para 31 de janeiro de 2027.
errors-address-wrong-api-key-calls-remedy = Verifique o endereço base da conexão; nada foi alterado.
errors-address-wrong-token-and-vault-calls-cause = Nada atende a esta chamada neste endereço: o endereço base ou o prefixo do caminho está errado.
errors-address-wrong-token-and-vault-calls-remedy = Verifique a conexão: endereço base e prefixo do caminho; nada foi alterado.
errors-not-audited-meaning = O servidor não consegue escrever o registro de auditoria, por isso não alterou nada.
errors-not-audited-cause = Toda alteração é anotada no registro de auditoria antes de ser feita, e o registro não pode ser escrito: o disco está cheio, o banco de dados está ocupado ou alguém adulterou o registro.
errors-not-audited-remedy = Nada foi alterado. Avise quem opera o servidor e tente novamente quando o registro puder ser escrito.
errors-idempotency-key-reused-meaning = A chave de idempotência desta chamada pertence a outra chamada.
errors-idempotency-key-reused-cause = No último dia, a mesma chave veio com outra chamada ou outro corpo; por isso o servidor não tratou esta como repetição e não a executou.
errors-idempotency-key-reused-remedy = Envie a chamada com uma nova chave: uma chave por chamada, a mesma apenas nas repetições.
errors-refused-meaning = O servidor recusou por um motivo que não tem código aqui.
errors-refused-register-cause = O servidor recusou por um motivo que só a mensagem dele informa.
errors-refused-register-remedy = Leia a mensagem do servidor e siga o que ela indica; nada foi registrado.
errors-refused-update-secret-cause = O servidor proíbe a chamada. Nenhum motivo documentado se aplica aqui; o mais provável é que a chave de API não tenha permissão para fazê-la.
errors-refused-update-secret-remedy = Leia a mensagem do servidor e verifique se a chave de API é desta conta e está habilitada para o serviço. O segredo atual continua valendo.
errors-refused-regenerate-key-remedy = Leia a mensagem do servidor e verifique se a chave de API é desta conta e está habilitada para o serviço. A chave de administrador atual continua válida.
errors-refused-settings-calls-cause = O servidor proíbe a chamada. Nenhum motivo documentado se aplica aqui; o mais provável é que a chave de API ou a chave de administrador não tenha permissão para fazê-la.
errors-refused-settings-calls-remedy = Leia a mensagem do servidor e verifique se a chave de API é desta conta e está habilitada para o serviço. Nada foi alterado.
errors-refused-token-cause = O servidor não aceita este tipo de autenticação, ou a recusou por um motivo que só a mensagem dele informa.
errors-refused-token-remedy = Leia a mensagem do servidor e verifique se o endereço é o do cofre; nenhuma sessão foi iniciada.
errors-refused-capabilities-remedy = Leia a mensagem do servidor e siga o que ela indica; nada foi alterado.
errors-refused-vault-calls-cause = O cofre recusou por um motivo que só a mensagem dele informa.
errors-request-malformed-meaning = O servidor não conseguiu usar a requisição.
errors-request-malformed-register-cause = O servidor não conseguiu usar a requisição: o segredo falta ou não é válido para ele.
errors-request-malformed-register-remedy = Verifique o segredo e envie-o novamente; nada foi alterado. Se o erro persistir, o endereço pode ser de outro serviço, ou algo no caminho altera a requisição.
errors-request-malformed-update-secret-cause = O servidor não conseguiu usar a requisição: um dos dois segredos falta ou não é válido para ele.
errors-request-malformed-update-secret-remedy = Verifique os dois segredos e envie-os novamente; o segredo atual continua valendo. Se o erro persistir, o endereço pode ser de outro serviço, ou algo no caminho altera a requisição.
errors-request-malformed-read-settings-cause = O servidor não conseguiu usar a requisição: a chave de API ou a chave de administrador não tem um formato que ele aceite.
errors-request-malformed-read-settings-remedy = Cole novamente as duas chaves, sem nada ao redor. Se o erro persistir, o endereço pode ser de outro serviço.
errors-request-malformed-change-settings-cause = O servidor não conseguiu usar a requisição: um valor falta ou está fora do intervalo permitido.
errors-request-malformed-change-settings-remedy = Verifique os valores e envie-os novamente; as configurações não foram alteradas.
errors-already-registered-meaning = Já existe uma configuração, ou a chave de API não pode registrar: a resposta não diz qual dos dois.
errors-already-registered-cause = Já existe um segredo registrado para esta conta, talvez com outra de suas chaves de API, ou esta chave de API não tem permissão para registrar: o serviço responde 403 nos dois casos.
errors-already-registered-remedy = Se você conhece o segredo registrado, gere com ele uma nova chave de administrador; a atual deixa de valer nesse momento. Se ninguém nunca registrou, verifique a chave de API.
errors-secret-rejected-meaning = O segredo informado não é o registrado, ou nada está registrado.
errors-secret-rejected-update-secret-cause = O segredo atual está errado, ou nada está registrado com esta chave de API, ou uma chamada anterior já fez a alteração.
errors-secret-rejected-update-secret-remedy = Verifique primeiro o segredo atual. Se uma chamada anterior pode ter feito a alteração, esclareça: gerar a chave novamente com o novo segredo comprova isso e invalida a chave de administrador atual.
errors-secret-rejected-regenerate-key-cause = O segredo está errado, ou nada está registrado com esta chave de API.
errors-secret-rejected-regenerate-key-remedy = Verifique o segredo, o serviço e a chave de API; se ninguém nunca registrou, registre primeiro. A chave de administrador atual continua válida.
errors-admin-key-rejected-meaning = A chave de administrador não é a vigente, ou nada está registrado.
errors-admin-key-rejected-cause = A chave de administrador está errada, foi substituída ou é do outro serviço, ou nada está registrado com esta chave de API.
errors-admin-key-rejected-remedy = Verifique a chave de administrador e o serviço; nada foi alterado. Se a chave foi perdida ou substituída, gere uma nova com o segredo do cliente: a chave vigente, qualquer que seja, deixa de valer nesse momento.
errors-api-key-rejected-meaning = O gateway recusou a chave de API antes que o serviço visse a chamada.
errors-api-key-rejected-register-cause = O gateway recusou a chave de API: ela falta, está errada, desativada ou expirada.
errors-api-key-rejected-register-remedy = Verifique a chave de API e registre novamente; nada foi registrado.
errors-api-key-rejected-update-secret-remedy = Verifique a chave de API e envie a chamada novamente; o segredo não foi avaliado e nada foi alterado.
errors-api-key-rejected-settings-calls-remedy = Verifique a chave de API e envie a chamada novamente; a chave de administrador não foi avaliada e nada foi alterado.
errors-product-not-enabled-meaning = A chave de API é válida, mas não para este produto.
errors-product-not-enabled-cause = A chave de API é válida, mas não tem permissão para usar este produto.
errors-product-not-enabled-remedy = Habilite o produto para esta chave no portal do fornecedor ou use outra chave; nada foi alterado.
errors-domain-not-allowed-meaning = A chave de API não funciona a partir do domínio desta página.
errors-domain-not-allowed-cause = A chave de API só funciona a partir de certos domínios, e o desta página não está entre eles.
errors-domain-not-allowed-remedy = Inclua o domínio desta página na lista da chave no portal do fornecedor ou use outra chave; nada foi alterado.
errors-quota-spent-meaning = A cota da chave de API se esgotou.
errors-quota-spent-cause = A cota desta chave de API se esgotou, ou seu limite de chamadas foi atingido; esta chamada não foi executada.
errors-quota-spent-remedy = Aguarde a renovação da cota ou aumente-a no portal do fornecedor.
errors-secret-empty-meaning = Um campo de segredo está vazio.
errors-secret-empty-register-cause = O segredo está vazio.
errors-secret-empty-register-remedy = Digite ou cole o segredo.
errors-secret-empty-update-secret-cause = O segredo atual ou o novo está vazio.
errors-secret-empty-update-secret-remedy = Digite ou cole os dois segredos.
errors-secret-too-long-meaning = Um segredo tem mais de 4.096 bytes.
errors-secret-too-long-cause = O segredo tem mais de 4.096 bytes.
errors-secret-too-long-remedy = Use um segredo mais curto e verifique se nada mais foi colado junto.
errors-secret-control-character-meaning = Um segredo contém uma quebra de linha, uma tabulação ou outro caractere de controle.
errors-secret-control-character-cause = O segredo contém uma quebra de linha, uma tabulação ou outro caractere de controle.
errors-secret-control-character-remedy = Cole-o novamente em uma única linha, sem nada antes ou depois.
errors-secret-placeholder-meaning = O segredo é um texto de exemplo da documentação dos fornecedores.
errors-secret-placeholder-register-cause = Este é o texto de exemplo da documentação do fornecedor, conhecido por todos.
errors-secret-placeholder-register-remedy = Escolha um segredo próprio.
errors-secret-placeholder-update-secret-cause = O novo segredo é o texto de exemplo da documentação do fornecedor, conhecido por todos.
errors-secret-placeholder-update-secret-remedy = Escolha um novo segredo próprio.
errors-secret-unchanged-meaning = O novo segredo é o atual.
errors-secret-unchanged-cause = O novo segredo é igual ao atual.
errors-secret-unchanged-remedy = Escolha um novo segredo diferente do atual.
errors-api-key-missing-meaning = Falta a chave de API.
errors-api-key-missing-cause = Nenhuma chave de API foi informada.
errors-api-key-missing-remedy = Informe a chave de API da sua conta.
errors-api-key-malformed-meaning = O que foi informado não pode ser uma chave de API.
errors-api-key-malformed-cause = A chave de API contém espaços ou caracteres de controle, ou é o texto de exemplo da documentação.
errors-api-key-malformed-remedy = Cole novamente a chave de API, sem nada ao redor.
errors-field-missing-meaning = Um campo obrigatório está vazio.
errors-field-missing-create-api-secret-remedy = Preencha todos os campos marcados como obrigatórios.
errors-field-missing-settings-calls-cause = Nenhuma chave de administrador foi informada.
errors-field-missing-settings-calls-remedy = Informe a chave de administrador.
errors-identifier-not-numeric-meaning = O identificador de um segredo de API não é um número.
errors-identifier-not-numeric-cause = O identificador não é um número.
errors-identifier-not-numeric-remedy = Use o número da coluna ID, não o código identificador.
errors-not-signed-in-meaning = Não há sessão aberta no cofre.
errors-not-signed-in-cause = Não há sessão do cofre aberta nesta página.
errors-not-signed-in-remedy = Entre no cofre com o client id e o client secret.
errors-stopped-meaning = A operação foi parada.
errors-stopped-cause = A operação foi parada antes que esta chamada fosse enviada.
errors-stopped-remedy = Retome a operação para enviá-la.

## Error guide

guide-lead = O que cada código significa, por que acontece e o que fazer. Os códigos não mudam, seja qual for o texto do fornecedor.
guide-all-codes = Todos os códigos
guide-search = Busca
guide-search-hint = Um código, um status como 403, o número do fornecedor ou uma palavra
guide-count = { NUMBER($found) } de { NUMBER($all) } códigos
guide-seen-as = Visto como
guide-send-again = Enviar de novo

## Leak response

leak-lead = Um segredo vazou: encontre todas as cópias no cofre, desative todas e guarde a prova.
leak-sign-in = Entre para buscar no cofre. O que foi colado espera nesta página enquanto isso, por no máximo 15 minutos.
leak-field = Texto vazado
leak-field-hint = Cole como foi encontrado, com o que houver em volta: um log, um script, um cabeçalho. Outros textos colados são somados. O texto nunca sai desta página e é apagado depois da busca. Impressões digitais (SHA-256) também servem.
leak-find = Encontrar cópias
leak-empty = Não há nada nele para procurar.
leak-too-long = Isto passa de 50 MB no total. Forneça em partes.
leak-wiped = Textos pesquisados e apagados: { NUMBER($count) }. O que você colar em seguida é somado.
leak-finding = Perguntando ao servidor quais segredos de API têm os valores…
leak-find-stop = Parar a busca
leak-failed = Não foi possível fazer a busca
leak-broken-off = A busca foi interrompida: nem tudo foi procurado
leak-go-on = Continuar a busca
leak-search-again = Buscar de novo
leak-not-offered = Este servidor não tem um índice para a busca
leak-not-offered-why = É o de um fornecedor, ou mais antigo. As cópias ainda podem ser encontradas lendo todos os segredos de API.
leak-scan-offer = Ler todos os segredos de API…
leak-scan-title = Ler todos os segredos de API?
leak-scan-warning = Cada leitura conta como um uso daquele segredo de API e aparece como tal onde os usos são registrados. Os desativados não podem ser lidos. O que é lido é procurado no texto, nesta página, e descartado.
leak-scan-yes = Ler todos
leak-scan-no = Não ler
leak-scanning = Lendo { NUMBER($read) } de { NUMBER($all) }
leak-scan-listing = Obtendo a lista…
leak-scan-stop = Parar de ler
leak-found =
    { $count ->
        [one] { NUMBER($count) } cópia encontrada
       *[other] { NUMBER($count) } cópias encontradas
    }
leak-found-none = Nenhuma cópia encontrada
leak-found-none-why = Nenhum dos valores procurados está no texto em qualquer decodificação tentada. Isso não garante que esteja tudo bem: veja abaixo o que não foi procurado.
leak-off-already = Já desativadas: { NUMBER($count) }.
leak-all-off-already = Todas as cópias já estão desativadas. Desativá-las de novo não altera nada e gera o comprovante.
leak-fingerprints-gone = As impressões digitais se foram com a página que fez a busca. Para perguntar ao servidor se tudo está desativado, cole o texto de novo.
leak-not-yours = Cópias que esta chave de acesso não pode ativar nem desativar, com recusas previsíveis: { NUMBER($count) }.
leak-incomplete = O servidor ainda não indexou todos os valores: pode haver mais cópias. Busque de novo mais tarde.
leak-not-all-seen = Esta chave de acesso não vê todos os segredos de API do servidor: não se sabe se outros têm um valor que está no texto.
leak-scanned = { NUMBER($read) } de { NUMBER($all) } segredos de API foram lidos e comparados.
leak-scan-stopped = A leitura foi parada antes de ler todos.
leak-scan-resume =
    { $count ->
        [one] Ler o que resta
       *[other] Ler os { NUMBER($count) } restantes
    }
leak-scan-resume-how = O que já foi lido não é lido de novo.
leak-scan-halted = A leitura foi interrompida antes de ler todos
leak-scan-inactive = Desativados: não podem ser lidos nem usados, e não foram comparados:
leak-scan-unread = Não puderam ser lidos:
leak-not-looked-for = O que não foi procurado
leak-fingerprint = Impressão digital
leak-copies = Cópias
leak-include = Desativar as cópias deste valor
leak-line-number = linha { NUMBER($line) }
leak-line = Linha
leak-as-fingerprint = sua impressão digital
leak-copies-table = As cópias
leak-state = Estado
leak-active = Ativo
leak-inactive = Inativo
leak-view-only = Somente leitura
leak-another = Outro vazamento
leak-proving = Perguntando ao servidor se estão desativadas…
leak-proved = O servidor diz às { $time }: desativadas { NUMBER($off) }, ativas nenhuma.
leak-proved-chosen = O servidor diz às { $time }: desativadas { NUMBER($off) }; nenhuma das que você desativou está ativa.
leak-still-on = O servidor diz às { $time }: desativadas { NUMBER($off) }. Ainda ativas:
leak-is-on = Ainda ativa
leak-not-proved = Não foi possível perguntar ao servidor
leak-prove-again = Verificar de novo
leak-mark = Marcar como exposto
leak-mark-again = Marcar de novo
leak-marking = Marcando como exposto o que vazou…
leak-marked =
    { $count ->
        [one] { NUMBER($count) } está marcado como exposto na lista, até estar desativado e ter um novo valor.
       *[other] { NUMBER($count) } estão marcados como expostos na lista, cada um até estar desativado e ter um novo valor.
    }
leak-not-marked = Não marcados como expostos, ou sem confirmação: { NUMBER($count) }
leak-mark-not-offered = Este servidor não guarda a marca de exposto.
leak-found-off = Todas as cópias encontradas estão desativadas às { $time }, { NUMBER($seconds) } s depois de o texto ser colado. Pode haver outras: veja abaixo.
leak-all-off = Tudo desativado às { $time }, { NUMBER($seconds) } s depois de o texto ser colado.
leak-receipt = Comprovante
leak-receipt-lead = Para o registro do incidente. Contém impressões digitais, nunca o segredo.
leak-incident = Incidente
leak-operator = Operador
leak-download = Baixar como JSON
leak-print = Imprimir
leak-server = Servidor
leak-client-id = Client id
leak-pasted-at = Colado
leak-began-at = Operação iniciada
leak-ended-at = Operação encerrada
leak-all-off-at = Tudo desativado
leak-not-all-off = nem tudo
leak-only-found-off = só o que foi encontrado: { $time }
leak-left-out = Mantidas ativas por escolha
leak-still-works = Mantida ativa por escolha, continua funcionando
leak-without-copies = Sem cópias
leak-not-looked-for-list = Não procuradas
leak-cut = e o que não foi examinado no texto
leak-searched = Busca
leak-by-find = na página, pelo índice do servidor e por impressões digitais
leak-by-scan = por leitura
leak-answered-at = Respondido
leak-verified-at = Desativação verificada
leak-checksum = Soma de verificação (SHA-256)
leak-checksum-how = Do JSON sem a soma e sem log, com os membros em ordem e sem espaços.
leak-more-in-json = e mais { NUMBER($count) }, no JSON
leak-files = Ou arquivos
leak-files-hint = Escolha ou solte em qualquer lugar desta página: logs, arquivos .env, relatórios de scanners, até 50 MB no total.
leak-busy = Isso não foi aceito: primeiro termine o que está nesta página.
leak-held = Textos que esperam nesta página até serem pesquisados: { NUMBER($count) }.
leak-is-wiped = O texto foi apagado antes da busca: o tempo acabou ou a sessão terminou. Cole-o de novo.
leak-searching = Pesquisando o texto: { $done } de { $all } KB, valores encontrados até agora: { NUMBER($values) }
leak-masked = Lugares deste texto com um valor mascarado: { NUMBER($count) }. Valores mascarados não podem ser procurados: obtenha o texto de onde não está mascarado.
leak-hashed = Lugares deste texto com um hash no lugar do valor, e não o SHA-256 dele: { NUMBER($count) }. Esses hashes não podem ser comparados: obtenha os próprios valores.
leak-encrypted = Lugares criptografados neste texto: { NUMBER($count) }. Descriptografe primeiro e cole o resultado.
leak-stopped = A busca foi parada: o resto do texto não foi examinado.
leak-cut-text = Em uma parte do texto havia mais a decodificar do que a busca faz: valores codificados várias vezes podem ter passado ali. Cole essa parte separadamente.
leak-file-unread = Um arquivo não pôde ser lido até o fim. Escolha-o de novo.
leak-empty-file = { $name }: não há nada nele.
leak-image = { $name }: uma imagem. O que ela mostra não é lido: digite ou cole o texto.
leak-media = { $name }: áudio ou vídeo. O que é dito nele não é pesquisado.
leak-archive = { $name }: um arquivo compactado ou documento do Office. O que está compactado não é lido: descompacte e forneça os arquivos.
leak-pdf = { $name }: um PDF. Seus textos estão compactados e não são lidos: copie o texto e cole.
leak-document = { $name }: um documento antigo do Office, lido no máximo em parte: copie o texto e cole.
leak-encrypted-file = { $name }: um arquivo criptografado. Descriptografe primeiro.
leak-looked-for =
    Procurados: { $values ->
        [one] { NUMBER($values) } valor
       *[other] { NUMBER($values) } valores
    } que esta chave de acesso pode ver, no texto e em { $views ->
        [one] { NUMBER($views) } forma decodificada
       *[other] { NUMBER($views) } formas decodificadas
    } de suas partes.
leak-looked-for-read =
    Procurados: { $values ->
        [one] { NUMBER($values) } valor que foi lido
       *[other] { NUMBER($values) } valores que foram lidos
    }, no texto e em { $views ->
        [one] { NUMBER($views) } forma decodificada
       *[other] { NUMBER($views) } formas decodificadas
    } de suas partes.
leak-not-short = Valores com menos de 8 bytes.
leak-not-parts = Partes de valores: se o texto contém só um pedaço de um valor, esse pedaço não é encontrado.
leak-not-approval = Valores que pedem justificativa ou aprovação, a menos que o texto tenha a impressão digital deles.
leak-not-inactive = Os inativos que esta chave de acesso não pode editar.
leak-what-to-do = Se um destes pode ter vazado, procure pelo SHA-256 dele ou peça a quem pode vê-lo que pesquise o mesmo texto.
leak-values = Os valores no texto
leak-where = No texto
leak-bytes = Bytes
leak-position = linha { NUMBER($line) }, coluna { NUMBER($column) }
leak-more-places =
    { $count ->
        [one] e mais { NUMBER($count) } lugar
       *[other] e mais { NUMBER($count) } lugares
    }
leak-pasted-text = texto { NUMBER($number) }
leak-report = Relatório de { $scanner }: achados: { NUMBER($findings) }
leak-report-cut = Nem todos os achados puderam ser distinguidos: alguns podem faltar ou aparecer como não determinados.
leak-save-csv = Salvar como CSV
leak-save-json = Salvar como JSON
leak-rule = Regra
leak-file = Arquivo
leak-known = No cofre
leak-known-on = no cofre e ativo
leak-known-off = no cofre e desativado
leak-known-not-told = não se sabe
leak-known-not-in-vault = nenhum dos valores procurados
leak-known-masked = mascarado no relatório, não pode ser procurado
leak-known-hashed = um hash no relatório, não pode ser procurado
leak-known-absent = o relatório não tem o valor
leak-more-rows = Mostrar mais { NUMBER($more) } (de { NUMBER($left) })

## Overview

overview-lead = Para onde vão as chamadas, o que se sabe e o que esta página fez por último.
overview-check-again = Verificar de novo
overview-answered-at = Respondeu às { $time }
overview-silent = Não responde
overview-silent-since = Não responde; respondeu pela última vez às { $time }
overview-change-connection = Conexões
overview-registered = Registrado
overview-proved-at = comprovado às { $time }
overview-not-known-yet = Ainda não se sabe
overview-not-known-why = Nenhuma chamada documentada permite verificar isso sem um segredo. Registrar, alterar ou gerar nova chave mostra.
overview-active = Ativos
overview-inactive = Inativos
overview-chart =
    Segredos de API: { $active ->
        [one] { NUMBER($active) } ativo
       *[other] { NUMBER($active) } ativos
    }, { $inactive ->
        [one] { NUMBER($inactive) } inativo
       *[other] { NUMBER($inactive) } inativos
    }, { $unknown } ainda não conhecidos
overview-not-listed = Ainda não listados nesta página.
overview-states-why = A lista não informa estados: um estado é conhecido quando uma chamada o comprova.
overview-first = Por onde começar
overview-go-register = Registrar um segredo
overview-go-register-why = Para location history e geofencing: você recebe a chave de administrador, uma única vez. Precisa da chave de API.
overview-go-sign-in = Entrar no cofre
overview-go-sign-in-why = Listar segredos de API, ativar e desativar, um ou milhares. Precisa do client id e do client secret.
overview-go-store = Guardar um segredo de API
overview-go-store-why = Ou importar muitos de um arquivo: “latchboard-server secret import”.
overview-go-leak = Um segredo vazou?
overview-go-leak-why = Cole-o, localize todas as cópias, desative todas.
overview-first-credentials = O servidor mostrou a chave de API, o client id e o client secret uma única vez, quando criou os dados. “latchboard-server api-key create” e “latchboard-server access-key create” criam outros.
overview-step-done = (feito)
overview-last-actions = Últimas ações
overview-nothing-yet = Nada foi feito nesta página ainda.
overview-all-activity = Toda a atividade
overview-retires =
    { $days ->
        [one] O fornecedor descontinua o Location History e o Geofencing em { $day }: falta { NUMBER($days) } dia
       *[other] O fornecedor descontinua o Location History e o Geofencing em { $day }: faltam { NUMBER($days) } dias
    }
overview-retires-tomorrow = O fornecedor descontinua o Location History e o Geofencing amanhã, em { $day }
overview-retires-today = O fornecedor descontinua o Location History e o Geofencing hoje, { $day }
overview-retired = O fornecedor descontinuou o Location History e o Geofencing em { $day }
overview-retires-why = Ele não indica sucessor. Um servidor Latchboard responde a essas chamadas por conta própria e continua; as chamadas repassadas ao fornecedor falharão.
overview-retired-why = Um servidor Latchboard responde a essas chamadas por conta própria e continua. Se chamadas ao fornecedor falharem, este é o motivo.
overview-exposed =
    { $count ->
        [one] O valor de { NUMBER($count) } segredo de API vazou. Desative-o e substitua-o.
       *[other] Os valores de { NUMBER($count) } segredos de API vazaram. Desative-os e substitua-os.
    }
overview-show-list = Mostrar a lista
overview-open-runs = Uma operação com segredos de API não chegou ao fim neste navegador.
overview-show-them = Mostrar

## Finding out what became of a call

resolve-label-repeat-same-again = Esclarecer: enviar novamente
resolve-label-claim-registration = Esclarecer: gerar novamente com este segredo
resolve-label-confirm-new-secret = Esclarecer: gerar novamente com o novo segredo
resolve-label-look-in-list = Esclarecer: procurar na lista
resolve-repeat = O servidor reconhece esta chamada pela chave dela: enviada novamente, ele repete a resposta perdida e não altera nada duas vezes. Se ela nunca chegou, é executada agora.
resolve-same-again-register = Registrar novamente com o mesmo segredo mostra se existe um registro.
resolve-same-again-update-secret = Enviar a mesma alteração novamente mostra se o segredo antigo ainda vale.
resolve-same-again-regenerate-key = Não há como perguntar o que aconteceu: a chave de administrador antiga pode já não valer. Gerar mais uma vez dá uma nova e invalida as anteriores.
resolve-same-again = A mesma chamada novamente não altera nada duas vezes, e a resposta informa o estado.
resolve-claim-registration = Existe um registro. Gerar novamente com este segredo mostra se ele é seu; se for, você recebe uma nova chave de administrador e a anterior deixa de valer.
resolve-confirm-new-secret = O segredo antigo é recusado, portanto a alteração provavelmente foi feita. Gerar novamente com o novo segredo comprova isso; a chave de administrador atual deixa de valer e você recebe uma nova.
resolve-look-in-list = A lista mostra se ele está lá.
resolve-found-as-asked = Esclarecido: está como você pediu.
resolve-found-carried-out = Esclarecido: foi executada. A resposta não é mais guardada; se continha uma chave de administrador, gere uma nova.
resolve-found-refused = Esclarecido: o servidor a recusou; nada foi alterado.
resolve-found-another-secret = Esclarecido: outro segredo está registrado, ou nenhum. Esta chamada não teve efeito.
resolve-found-neither-secret = Esclarecido: nem o segredo antigo nem o novo vale. Outra pessoa o alterou.
resolve-found-gone = Esclarecido: não existe mais.
resolve-found-access-lost = Esclarecido: existe, mas esta chave de acesso não pode mais alterá-lo.
resolve-found-not-made = Esclarecido: não foi armazenado.
resolve-found-perhaps-made = Há algo armazenado com esse nome. Daqui não dá para saber se foi esta chamada que o armazenou: abra para ver se é o seu.

## Self-test

self_test-lead = Procura, nesta página e agora, todos os segredos que a página conhece, e tenta o que a página não deve conseguir fazer.
self_test-how = Execute com a sessão aberta ou com um segredo em um formulário, para que haja o que encontrar. Nenhum segredo sai da página, e nenhum está no relatório.
self_test-run = Executar o autoteste
self_test-run-again = Executar de novo
self_test-running = Procurando…
self_test-summary =
    { $passed ->
        [one] { NUMBER($passed) } aprovada
       *[other] { NUMBER($passed) } aprovadas
    }, { $failed ->
        [one] { NUMBER($failed) } reprovada
       *[other] { NUMBER($failed) } reprovadas
    }, { $unknown ->
        [one] { NUMBER($unknown) } não pôde ser verificada
       *[other] { NUMBER($unknown) } não puderam ser verificadas
    }
self_test-looked-for = Segredos procurados: { NUMBER($count) }
self_test-none-known = A página não conhece nenhum segredo neste momento, então a busca não poderia encontrar nenhum.
self_test-too-short = Curtos demais para procurar, pois estão em toda parte: { NUMBER($count) }
self_test-checks = Verificações
self_test-check = Verificação
self_test-result = Resultado
self_test-detail = O que foi encontrado
self_test-passed = Aprovada
self_test-failed = Reprovada
self_test-not-checked = Não pôde ser verificada
self_test-local-storage = O armazenamento local não contém segredo
self_test-session-storage = O armazenamento de sessão não contém segredo
self_test-databases = Bancos de dados (IndexedDB): as operações guardadas, e nenhum outro
self_test-caches = Não há cache nem service worker
self_test-cookies = Os cookies não contêm segredo
self_test-address = Endereço, origem e título não contêm segredo
self_test-history = O estado do histórico e o nome da janela não contêm segredo
self_test-document = Os textos e atributos do documento não contêm segredo
self_test-fields = Um segredo está em um campo apenas onde é digitado
self_test-calls = Endereços de chamadas contêm uma chave apenas onde o contrato exige
self_test-evaluation = Texto não pode ser executado como código
self_test-inline-script = Um script inserido na página não é executado
self_test-inline-style = Um estilo inserido na página não se aplica
self_test-foreign-call = Um servidor que ninguém indicou não pode ser chamado
self_test-third-parties = Só os servidores escolhidos foram chamados
self_test-framed = Nenhuma outra página envolve esta
self_test-clean-search = { NUMBER($count) } examinados, nada encontrado
self_test-clean = Como deve ser
self_test-expected = { NUMBER($count) } onde deve estar, e em nenhum outro lugar
self_test-found = Encontrados: { NUMBER($count) }
self_test-worked = Funcionou, e não deveria
self_test-not-offered = Este navegador não oferece isso aqui; por http simples é comum
self_test-browser-refused = O navegador recusou
self_test-forgotten = O navegador lembra apenas as primeiras { NUMBER($count) } chamadas; nelas não há nada errado
self_test-not-read = Há algo ali que esta página não criou, e não foi lido
self_test-beyond = Fora do alcance de uma página: a área de transferência, o console, o histórico do navegador de outras páginas, extensões e cópias na memória do navegador. Os endereços de passos anteriores nesta aba também não podem ser lidos.
self_test-policy = Política em vigor
self_test-policy-seen = Como o navegador a informou ao impedir uma tentativa proibida.
self_test-no-policy = O navegador não impediu nada e não informou política: quem colocar um script nesta página pode ler tudo. Um servidor Latchboard envia uma com a página; um servidor de desenvolvimento não.
self_test-origins = Servidores consultados
self_test-copy-report = Copiar o relatório
self_test-save-report = Salvar o relatório
self_test-report-copied = Copiado. O relatório não contém segredo.
self_test-report-not-copied = Não foi possível copiar: salve o relatório.

## Command palette

palette-title = Paleta de comandos
palette-placeholder = Página, nome ou ID
palette-commands = Comandos
palette-nothing = Nada com esse nome.

## The frame of every page

shell-overview = Visão geral
shell-connections = Conexões
shell-activity = Atividade
shell-self-test = Autoteste
shell-other-server = Outro servidor
shell-admin-key = Chave de administrador
shell-api-secrets = Segredos de API
shell-bulk-run = Operação em massa
shell-leak-response = Resposta a vazamento
shell-error-guide = Guia de erros
shell-page-not-found = Página não encontrada
shell-no-page-here = Não há página neste endereço.
shell-to-first-page = Ir para a primeira página
shell-skip = Pular para o conteúdo
shell-pages = Páginas
shell-find = Buscar
shell-rehearsal = Ensaio: nada aqui é real
shell-this-server = Este servidor
shell-not-reachable = indisponível
shell-reachable = disponível
shell-checking = verificando…
shell-never-answered = Nunca respondeu. Pressione para verificar de novo.
shell-last-answered = Respondeu pela última vez às { $time }. Pressione para verificar de novo.
shell-answered = Respondeu às { $time }. Pressione para verificar de novo.
shell-asking = Verificando se o servidor está disponível.
shell-sign-in = Entrar
shell-sign-out = Sair
shell-signed-in = Conectado como
shell-signed-in-as = Conectado como { $client-id }, até você sair, recarregar ou fechar esta aba
shell-theme = Tema
shell-theme-system = Sistema
shell-theme-light = Claro
shell-theme-dark = Escuro
shell-language = Idioma
shell-density = Linhas das tabelas
shell-roomy = Espaçosas
shell-dense = Compactas
shell-run = Progresso da operação
shell-run-goes-on = Há uma operação em andamento.
shell-run-is-over = Uma operação terminou.
shell-reading = Segredos de API estão sendo lidos: { NUMBER($read) } de { NUMBER($all) }.
shell-part-loading = Carregando esta página…
shell-part-failed = Não foi possível carregar esta página
shell-part-failed-why = A conexão pode ter caído, ou uma nova versão foi instalada. Nada do que você digitou em outras páginas se perdeu.
shell-help = Teclado e exibição
shell-key-help = Mostrar isto
shell-key-search = Ir para a busca, onde a página tem uma
shell-key-palette = Buscar uma página, um segredo de API ou um comando
shell-key-tab = Ir para o próximo controle, e voltar
shell-key-rows = De linha em linha em uma tabela
shell-key-select = Selecionar linhas
shell-key-details = Abrir os detalhes de uma linha
shell-key-escape = Fechar um diálogo; nunca o que mostra uma chave uma única vez
shell-shortcuts = Atalhos de uma só tecla

## What is pointed out about a secret, and its strength

warnings-leading-space = O segredo começa com espaço em branco. Ele é enviado como está: remova-o, a menos que faça parte do segredo.
warnings-trailing-space = O segredo termina com espaço em branco. Ele é enviado como está: remova-o, a menos que faça parte do segredo.
warnings-outer-space = O segredo começa e termina com espaço em branco. Ele é enviado como está: remova-o, a menos que faça parte do segredo.
warnings-invisible = O segredo contém caracteres invisíveis. Remova-os, a menos que façam parte do segredo.
warnings-unusual-space = O segredo contém um espaço que um teclado comum não digita, como o espaço não separável.
warnings-look-alike = O segredo contém caracteres parecidos com os de um teclado comum, mas diferentes, como aspas curvas ou letras cirílicas. Quem o digitar usará outros.
warnings-several-forms = O segredo contém caracteres, como letras acentuadas, que outro programa pode gravar com outros bytes. Eles são enviados como estão.
warnings-plain-leading-space = Isto começa com espaço em branco, que é guardado como está: remova-o, a menos que faça parte do texto.
warnings-plain-trailing-space = Isto termina com espaço em branco, que é guardado como está: remova-o, a menos que faça parte do texto.
warnings-plain-outer-space = Isto começa e termina com espaço em branco, que é guardado como está: remova-o, a menos que faça parte do texto.
warnings-plain-invisible = Isto contém caracteres invisíveis. Remova-os, a menos que façam parte do texto.
warnings-plain-unusual-space = Isto contém um espaço que um teclado comum não digita, como o espaço não separável.
warnings-plain-look-alike = Isto contém caracteres parecidos com os de um teclado comum, mas diferentes, como aspas curvas ou letras cirílicas. Quem procurar por isto digitará outros.
warnings-held = Nada foi enviado. Se for mesmo esta a credencial certa, envie de novo.
warnings-looks-like-api-key = Isto parece uma chave de API: o lugar dela é em “Chave de administrador”.
warnings-looks-like-client-id = Isto parece um client id: com o client secret dele, serve para entrar no cofre.
warnings-looks-like-client-secret = Isto parece um client secret ou uma chave de administrador: o lugar dele não é aqui.
warnings-contains-api-key = Isto contém a sua chave de API. O segredo é outro texto, escolhido por você.
warnings-is-admin-key = Esta é a sua chave de administrador. O segredo é outro texto: as chaves de administrador são geradas a partir dele.
warnings-placeholder = Este é um texto de exemplo da documentação do fornecedor, conhecido por todos. Se estiver mesmo em vigor, altere-o agora.
warnings-common-password = Esta é uma das primeiras senhas que qualquer pessoa tenta. Escolha outro segredo.
warnings-weak = Pela estimativa, este segredo é fácil de adivinhar. Um segredo gerado não é.
warnings-level-very-weak = Muito fraca
warnings-level-weak = Fraca
warnings-level-fair = Razoável
warnings-level-strong = Forte
warnings-level-very-strong = Muito forte
warnings-reason-too-short = É curto demais.
warnings-reason-only-digits = Contém somente dígitos.
warnings-reason-one-kind = Todos os caracteres são de poucos tipos.
warnings-reason-repeats = Contém repetições.
warnings-reason-sequence = Contém uma sequência, como abcd ou 4321.
warnings-reason-keyboard = Contém teclas vizinhas no teclado, como qwerty.
warnings-reason-date = Contém uma data ou um ano.
warnings-reason-common-word = Contém uma palavra presente em muitas senhas.
warnings-reason-few-words = É formado por poucas palavras.

## What the document says before the program is there

document-no-script = O Latchboard precisa de JavaScript e WebAssembly. Nada é enviado nem guardado até que os dois sejam ativados.
document-not-loaded = Não foi possível carregar o programa
document-not-loaded-why = A conexão pode ter caído, ou este navegador não tem WebAssembly. Nada foi enviado. Recarregue a página; se continuar assim, use um navegador atual.
document-crashed = A página parou de funcionar
document-crashed-why = Recarregue-a para continuar. Se uma chamada estava em andamento, o resultado é desconhecido: verifique antes de enviar de novo.

## How numbers are written

numbers-separator = .
numbers-fewest-grouped-digits = 4
